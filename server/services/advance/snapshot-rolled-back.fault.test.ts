import { afterEach, expect, it } from "vitest";
import { rewardLine } from "@/db/schema";
import { dayEndMs } from "@/server/domain/day/calendar";
import { COMMITTED_DAY_STATES } from "@/server/domain/day/states";
import { runRound } from "@/server/jobs/run-job";
import { payment } from "@/server/testing/chain/wallet";
import { someOf } from "@/server/testing/full";
import { govern } from "@/server/testing/services/govern";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { replaceSnapshot } from "@/server/testing/services/replace-snapshot";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS } from "@/server/testing/services/world-terms";
import { ofDay } from "../lines-of-day";

let world: World;
afterEach(() => world.stop());

/** Mines until the next block is the day's last. */
async function mineToLastBlock(dayIndex: number) {
  const endMs = dayEndMs(dayIndex, INTERVAL_MS);
  for (let { tip } = await world.control.state(); tip.timeMs + 2 * BLOCK_MS < endMs; ) {
    ({ tip } = await world.control.mine(1));
  }
}

function linesOf(dayIndex: number) {
  return world.ctx.db.select().from(rewardLine).where(ofDay(dayIndex));
}

it("a rollback past the snapshot before anything is signed: the day is read again, as the chain is now", async () => {
  world = await startWorld({ operations: { previewMs: 25_000 } });
  const { firstDay, players, ctx } = world;
  const [ann, ben] = players;
  if (!ann || !ben) throw new Error("two players are needed");
  // In the day's last block Ann gives her tokens to Ben; on the new fork she never did.
  await mineToLastBlock(firstDay);
  const [all] = await ctx.source.unspentOutputs(ann.wallet.address);
  if (!all) throw new Error("Ann has nothing");
  await ctx.source.submit(
    payment(ann.wallet, all, { address: ben.wallet.address, lovelace: 3_000_000n, assetsToo: true }),
  );
  await stepToState(world, firstDay, "PREVIEW");
  const before = await dayOf(world, firstDay);
  const block = await snapshotOf(world, firstDay);
  expect((await linesOf(firstDay)).map(({ address }) => address)).toEqual([ben.wallet.address]);
  await replaceSnapshot(world, firstDay);
  await scan(world);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "OPEN", reportHash: null });
  await liveToState(world, firstDay, "FINAL");
  const after = await dayOf(world, firstDay);
  expect((await snapshotOf(world, firstDay))?.hash).not.toBe(block?.hash);
  expect(after.reportHash).not.toBe(before.reportHash);
  await verifyDay(world, firstDay);
});

it("a rollback past the snapshot of a proposed day stops it: its signatures could still be used", async () => {
  world = await startWorld({ approvers: "none" });
  const firstDay = await endNextDay(world);
  await stepToState(world, firstDay, "PROPOSED");
  const block = await snapshotOf(world, firstDay);
  await replaceSnapshot(world, firstDay);
  await scan(world);
  const frozen = await dayOf(world, firstDay);
  expect(frozen).toMatchObject({ state: "FROZEN", frozenFrom: "PROPOSED" });
  expect(frozen.stopReason).toMatchObject({
    kind: "snapshot-rolled-back",
    snapshotHeight: block?.height,
  });
  for (let round = 0; round < 15; round++) {
    const { advance } = await runRound(world.ctx);
    expect(advance.result).toBe("needs-human");
    await world.control.mine(1);
  }
  expect(await stateOf(world, firstDay)).toBe("FROZEN");
  expect(await readPoolMoves(world)).toHaveLength(1);
});

it.each(someOf(COMMITTED_DAY_STATES, 1))(
  "a day stopped in %s that lost snapshot and Commit is committed and paid once it is released",
  async (state) => {
    world = await startWorld({ securityParam: 40 });
    const { firstDay } = world;
    if (state === "PART_PAID") {
      await stepToState(world, firstDay, "COMMITTED");
      await govern(world, { kind: "cancel" });
    }
    await stepToState(world, firstDay, state);
    await replaceSnapshot(world, firstDay);
    await scan(world);
    expect(await dayOf(world, firstDay)).toMatchObject({ state: "FROZEN", frozenFrom: state });
    expect(await readPoolMoves(world)).toHaveLength(1);
    await releaseByTwo(world, firstDay);
    expect(await stateOf(world, firstDay)).toBe(state);
    await liveToState(world, firstDay, "APPROVED");
    await liveToState(world, firstDay, "FINAL");
    await verifyDay(world, firstDay);
  },
);
