import { expect, it } from "vitest";
import { IS_FULL } from "@/server/testing/full";
import { type Measured, missedGoals } from "./goals";
import { measureAll } from "./measure-all";

/** The bench in small, so that it does not rot: most of a minute, so only in `npm run test:full`. */
async function measureSmall(): Promise<void> {
  const size = { days: 4, recipients: 300 };
  const number = expect.any(Number);
  expect(await measureAll({ ...size, blocks: 100 })).toEqual({
    ...size,
    seconds: number,
    scanSeconds: number,
    adoptSeconds: number,
    confirmSeconds: number,
    peakMiB: number,
    growth: number,
    verifyRatio: number,
    blocksPerSecond: number,
  } satisfies Record<keyof Measured, unknown>);
}
if (IS_FULL) it("adopts few days: every figure is a number", measureSmall);

it("misses every goal that was not measured or not met, and no other", () => {
  const told = {
    scanSeconds: null,
    adoptSeconds: null,
    confirmSeconds: null,
    verifyRatio: null,
    blocksPerSecond: null,
  };
  const met = { ...told, days: 1, recipients: 1, seconds: 299, peakMiB: 511, growth: 1.99 };
  expect(missedGoals(met)).toEqual([]);
  expect(missedGoals({ ...met, seconds: null, peakMiB: null, growth: null })).toHaveLength(3);
  expect(missedGoals({ ...met, seconds: 300, peakMiB: 512, growth: 2 })).toHaveLength(3);
});
