import { hexToBytes } from "@noble/hashes/utils";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { attemptState, attemptsOf, dayOf } from "@/server/testing/services/look";
import { endNextDay, LOSE, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  const players = Array.from({ length: 5 }, (_, index) => ({ tokens: BigInt(index + 1) * 10n, plays: true }));
  world = await startWorld({ players, operations: { mostOutputsInBatch: 2 } });
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

it("several batches are chained, each on the output of the one before, and land in one block", async () => {
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 3)) === "BROADCAST");
  const [, first, second, third] = await attemptsOf(world, dayIndex);
  expect(second?.inputTxHash).toBe(first?.txHash);
  expect(third?.inputTxHash).toBe(second?.txHash);
  await liveToState(world, dayIndex, "PAID");
  const heights = (await attemptsOf(world, dayIndex)).slice(1).map(({ ledgerHeight }) => ledgerHeight);
  expect(new Set(heights).size).toBe(1);
  expect((await verifyDay(world, dayIndex)).batches).toHaveLength(3);
});

it("payments that never land are given up by proof and built again on the same input; both can never land", async () => {
  await stepToState(world, dayIndex, "PAYING");
  await world.control.setFaults(LOSE);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "EXPIRED");
  const [, lost, second, third] = await attemptsOf(world, dayIndex);
  expect(lost?.broadcasts).toBeGreaterThan(1);
  const { tip } = await world.control.state();
  expect(tip.slot).toBeGreaterThan(lost?.validUntilSlot ?? tip.slot);
  await world.control.clearFaults();
  await liveToState(world, dayIndex, "PAID");

  const all = await attemptsOf(world, dayIndex);
  const states = (batchNo: number) => all.filter((row) => row.batchNo === batchNo).map(({ state }) => state);
  expect([states(1)[0], states(2)[0], states(3)[0]]).toEqual(["EXPIRED", "ORPHANED", "ORPHANED"]);
  for (const batchNo of [1, 2, 3]) expect(states(batchNo)).toHaveLength(2);
  const again = all.filter(({ batchNo }) => batchNo === 1)[1];
  expect([again?.inputTxHash, again?.inputIndex]).toEqual([lost?.inputTxHash, lost?.inputIndex]);
  // Even if someone kept the first bytes, the chain refuses them now.
  for (const row of [lost, second, third]) {
    const answer = await world.ctx.source.submit(hexToBytes(row?.txBytes ?? ""));
    expect(answer.kind).not.toBe("accepted");
  }
  await verifyDay(world, dayIndex);
});

it("a Commit that never lands is given up by proof and built again, with the same signatures", async () => {
  await world.control.setFaults(LOSE);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "EXPIRED");
  const before = await dayOf(world, dayIndex);
  await world.control.clearFaults();
  await liveToState(world, dayIndex, "PAID");
  const commits = (await attemptsOf(world, dayIndex)).filter(({ batchNo }) => batchNo === 0);
  expect(commits).toHaveLength(2);
  expect(commits[1]?.inputTxHash).toBe(commits[0]?.inputTxHash);
  expect((await dayOf(world, dayIndex)).deadlineMs).toBe(before.deadlineMs);
  await verifyDay(world, dayIndex);
});
