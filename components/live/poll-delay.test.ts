import { describe, expect, it } from "vitest";
import { nextDelayMs } from "./poll-delay";

describe("nextDelayMs", () => {
  it("is spread over as long again, so that pages do not ask together", () => {
    expect([nextDelayMs(0, 0), nextDelayMs(0, 0.5), nextDelayMs(0, 1)]).toEqual([10_000, 15_000, 20_000]);
  });

  it("doubles with each failure, up to five minutes", () => {
    expect([1, 2, 3].map((failures) => nextDelayMs(failures, 0))).toEqual([20_000, 40_000, 80_000]);
    expect(nextDelayMs(50, 1)).toBe(300_000);
  });

  it("waits at least as long as the server asked for", () => {
    expect(nextDelayMs(0, 0, 60_000)).toBe(60_000);
    expect(nextDelayMs(0, 1, 60_000)).toBe(70_000);
  });
});
