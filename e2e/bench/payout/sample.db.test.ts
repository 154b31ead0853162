import { expect, it } from "vitest";
import { IS_FULL } from "@/server/testing/full";
import { type Measured, missedGoals } from "./goals";
import { measureAll } from "./measure-all";

/**
 * The bench in small, so that it does not rot: most of a minute, so only in `npm run test:full`. What the figures would
 * be on an idle machine is not for a test to say.
 */
async function measureSmall(): Promise<void> {
  const measured = await measureAll({ recipients: 250, blockSeconds: 1, days: 30, daysMeasured: 1 });
  const number = expect.any(Number);
  expect(measured).toEqual({
    recipients: 250,
    planSeconds: number,
    overheadMsPerTransaction: number,
    transactionsPerBlock: number,
    agingRatio: number,
  } satisfies Record<keyof Measured, unknown>);
  expect(measured.transactionsPerBlock).toBeGreaterThan(0);
  expect(measured.agingRatio).toBeGreaterThan(0);
}
if (IS_FULL) it("measures a small day and a young pool: every figure is a number", measureSmall);

it("misses every goal that was not measured or not met, and no other", () => {
  const met = { recipients: 1, planSeconds: 9, overheadMsPerTransaction: 299, transactionsPerBlock: 4, agingRatio: 2 };
  expect(missedGoals(met)).toEqual([]);
  const none = { planSeconds: null, overheadMsPerTransaction: null, transactionsPerBlock: null, agingRatio: null };
  expect(missedGoals({ ...met, ...none })).toHaveLength(4);
  const worse = { planSeconds: 10, overheadMsPerTransaction: 300, transactionsPerBlock: 3.9, agingRatio: 2.01 };
  expect(missedGoals({ ...met, ...worse })).toHaveLength(4);
});
