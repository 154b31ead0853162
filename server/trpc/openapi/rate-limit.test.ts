import { describe, expect, it } from "vitest";
import { callerAddress, createRateLimit } from "./rate-limit";

const options = { burst: 3, perSecond: 2, mostAddresses: 2 };

describe("createRateLimit", () => {
  it("lets a burst pass, then as many as it refills, and says how long to wait", () => {
    const limit = createRateLimit(options);
    expect([0, 0, 0].map((at) => limit.take("a", at))).toEqual([0, 0, 0]);
    expect(limit.take("a", 0)).toBe(1);
    expect(limit.take("a", 500)).toBe(0);
    expect(limit.take("a", 500)).toBe(1);
  });

  it("counts each address separately, and never saves up more than the burst", () => {
    const limit = createRateLimit(options);
    for (let request = 0; request < 3; request++) limit.take("a", 0);
    expect(limit.take("b", 0)).toBe(0);
    const hourMs = 3_600_000;
    expect([1, 2, 3].map(() => limit.take("a", hourMs))).toEqual([0, 0, 0]);
    expect(limit.take("a", hourMs)).toBeGreaterThan(0);
  });

  it("does not run backwards with the clock", () => {
    const limit = createRateLimit(options);
    for (let request = 0; request < 3; request++) limit.take("a", 10_000);
    expect(limit.take("a", 0)).toBe(1);
  });

  it("forgets the longest idle address when its table is full", () => {
    const limit = createRateLimit(options);
    for (let request = 0; request < 3; request++) limit.take("a", 0);
    limit.take("b", 1);
    limit.take("c", 2);
    expect(limit.take("a", 2)).toBe(0);
  });
});

describe("callerAddress", () => {
  it("trusts only the address that was added last", () => {
    expect(callerAddress(new Headers({ "x-forwarded-for": "1.1.1.1, 2.2.2.2" }))).toBe("2.2.2.2");
    expect(callerAddress(new Headers())).toBe("unknown");
  });
});
