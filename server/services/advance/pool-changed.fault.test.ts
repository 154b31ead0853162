import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Change } from "@/server/domain/contract/acts";
import { runRound } from "@/server/jobs/run-job";
import { govern } from "@/server/testing/services/govern";
import { snapshotOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld({ operations: { deadlineMs: 120_000 } });
});
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

/** The approvers change the pool while a day is under way. */
async function changePool(change: Change): Promise<void> {
  await govern(world, { kind: "updateSettings", change });
  await scan(world);
}

it.each([
  ["CALCULATED", "its reserve", { kind: "setReserve", reserveLovelace: 6_000_000n }],
  ["PREVIEW", "its highest fee", { kind: "setMaxFee", maxFeeLovelace: 2_500_000n }],
] as const)("a day that is %s is read again when the pool has changed %s", async (state, _, change) => {
  await stepToState(world, dayIndex, state);
  const before = await snapshotOf(world, dayIndex);
  await changePool(change);
  const { advance } = await runRound(world.ctx);
  expect(advance.result).not.toBe("needs-human");
  await liveToState(world, dayIndex, "PAID");
  expect((await snapshotOf(world, dayIndex))?.id).not.toBe(before?.id);
  await verifyDay(world, dayIndex);
});
