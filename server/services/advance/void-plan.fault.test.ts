import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { deposit, govern } from "@/server/testing/services/govern";
import { attemptsOf, dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { takeMoveBack } from "@/server/testing/services/pool-moves";
import { endNextDay, LOSE, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { advanceDays } from "./advance-days";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n });
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

/** It waits for the act to be final, is read again, and is paid by another plan than was signed. */
async function expectReadAgain(): Promise<void> {
  const signed = (await dayOf(world, dayIndex)).planDigest;
  await scan(world);
  expect(await advanceDays(world.ctx)).toMatchObject({
    result: "waiting",
    detail: expect.stringMatching(/no signature for it counts; it is read again once no rollback can undo that/),
  });
  const read = await snapshotOf(world, dayIndex);
  await stepToState(world, dayIndex, "OPEN");
  expect(await dayOf(world, dayIndex)).toMatchObject({ planDigest: null, reportHash: null, signedFor: null });
  await liveToState(world, dayIndex, "PAID");
  expect((await snapshotOf(world, dayIndex))?.hash).toBe(read?.hash);
  expect((await dayOf(world, dayIndex)).planDigest).not.toBe(signed);
  await verifyDay(world, dayIndex);
}

it.each(["PROPOSED", "APPROVED"] as const)("a Cancel of a day that is %s voids it: it is read again", async (state) => {
  await stepToState(world, dayIndex, state);
  await govern(world, { kind: "cancel" });
  await expectReadAgain();
});

it("a change of the settings voids a plan that is signed for", async () => {
  await stepToState(world, dayIndex, "PROPOSED");
  await govern(world, { kind: "updateSettings", change: { kind: "setMaxFee", maxFeeLovelace: 2_900_000n } });
  await expectReadAgain();
});

it("a Cancel that a rollback takes back voids nothing: the plan is committed as it was signed", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  const { planDigest } = await dayOf(world, dayIndex);
  await govern(world, { kind: "cancel" });
  await scan(world);
  expect(await advanceDays(world.ctx)).toMatchObject({ result: "waiting" });
  await takeMoveBack(world, "cancel");
  await world.control.mine(1);
  await liveToState(world, dayIndex, "PAID");
  expect((await dayOf(world, dayIndex)).planDigest).toBe(planDigest);
  await verifyDay(world, dayIndex);
});

it("a deposit under a Commit that was sent costs some blocks: it is built again on what the deposit made", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  await world.control.setFaults(LOSE);
  await stepUntil(world, async () => (await attemptsOf(world, dayIndex)).some(({ state }) => state === "BROADCAST"));
  await world.control.clearFaults();
  await deposit(world, 7_000_000n);
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  const { tip: before } = await world.control.state();
  await stepToState(world, dayIndex, "COMMITTED");
  const { tip: after } = await world.control.state();
  expect(after.height - before.height).toBeLessThan(8);
  const [first, second] = await attemptsOf(world, dayIndex);
  expect(first?.state).toBe("SUPERSEDED");
  expect(second?.inputTxHash).not.toBe(first?.inputTxHash);
  await liveToState(world, dayIndex, "PAID");
});
