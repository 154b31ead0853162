import { afterAll, beforeAll, expect, it } from "vitest";
import { BLOCKS_IN_DOUBT } from "@/server/domain/day/doubt";
import { runRound } from "@/server/jobs/run-job";
import { attemptState, dayOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

/*
 * Two machines that differ, without a fault in either: by a list of costs that is cut short, as an old server has it
 * after an upgrade of the ledger, scalus runs the contract and Aiken's machine does not.
 */

let world: World;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 100_000_000n });
});
afterAll(() => world.stop());

async function cutCosts(): Promise<void> {
  const { costModels } = await world.ctx.source.parameters();
  const value = costModels.PlutusV3.slice(0, 200);
  await world.control.setFaults({
    path: "^/epochs/latest/parameters$",
    kind: "lie",
    patch: [{ op: "replace", path: "/cost_models_raw/PlutusV3", value }],
  });
}

it("before anybody is asked to sign, a batch of which two machines differ stops the day, with what they say", async () => {
  const dayIndex = await endNextDay(world);
  await cutCosts();
  await stepToState(world, dayIndex, "CHECKED");
  for (let block = 0; block < BLOCKS_IN_DOUBT; block++) {
    await runRound(world.ctx);
    expect(await stateOf(world, dayIndex)).toBe("CHECKED");
    await world.control.mine(1);
  }
  await runRound(world.ctx);
  expect(await dayOf(world, dayIndex)).toMatchObject({
    state: "FROZEN",
    stopReason: {
      kind: "machines-differ",
      batchNo: 1,
      problems: [expect.stringMatching(/machines .* differ: scalus/)],
    },
  });
  await world.control.clearFaults();
  await releaseByTwo(world, dayIndex);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it.each([
  ["APPROVED", 0],
  ["PAYING", 1],
] as const)("a transaction of a day that is %s is not sent while two machines differ", async (state, batchNo) => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, state);
  await cutCosts();
  const { advance } = await runRound(world.ctx);
  expect(advance.detail).toMatch(/neither stored nor sent: the two machines that run scripts differ/);
  expect(await attemptState(world, dayIndex, batchNo)).toBe("none");
  await world.control.clearFaults();
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});
