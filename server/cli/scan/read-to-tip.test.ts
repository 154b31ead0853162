import { expect, it } from "vitest";
import type { ScanProgress } from "@/server/services/scan/how-far";
import { sayProgress } from "./read-to-tip";

const at = (change: Partial<ScanProgress> = {}): ScanProgress => ({
  ...{ height: 499, tipHeight: 999, read: 1_500, all: 3_000, isAtTip: false, waiting: 0 },
  ...{ contradiction: null, nextReadAt: null, tries: 0 },
  ...change,
});

it("says where the scan is, its rate, and how long the rest takes at that rate", () => {
  expect(sayProgress(at(), { read: 1_000, ms: 10_000 })).toBe(
    "Block 499 of 999, 50 % of all there is to read: 100 blocks a second, about 15 s left",
  );
  expect(sayProgress(at({ waiting: 2 }), { read: 10, ms: 10_000 })).toBe(
    "Block 499 of 999, 50 % of all there is to read: 1.0 blocks a second, about 25 minutes left; 2 plays wait for their player",
  );
});

it("says no rate where nothing was read, and nothing of an empty chain", () => {
  expect(sayProgress(at({ read: 3_000 }), { read: 0, ms: 10 })).toBe("Block 499 of 999, 100 % of all there is to read");
  expect(sayProgress(at({ height: null, tipHeight: null }), { read: 0, ms: 0 })).toBe("No block is read yet.");
});
