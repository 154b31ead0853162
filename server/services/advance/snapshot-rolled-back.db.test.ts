import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { rewardLine } from "@/db/schema";
import { dayEndMs } from "@/server/domain/day/calendar";
import { COMMITTED_DAY_STATES } from "@/server/domain/day/states";
import { runRound } from "@/server/jobs/run-job";
import { payment } from "@/server/testing/chain/wallet";
import { someOf } from "@/server/testing/full";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS } from "@/server/testing/services/world-terms";
import { releaseDay } from "../day/release-day";
import { createUser } from "../people/create-user";

let world: World;
afterEach(() => world.stop());

/** Replaces the snapshot's block and all later ones. The mempool forgets what was in them. */
async function replaceSnapshot(dayIndex: number) {
  const { snapshotHeight } = await dayOf(world, dayIndex);
  const { tip } = await world.control.state();
  await world.control.rollback(tip.height - (snapshotHeight ?? 0) + 1, { drop: true });
  await world.control.mine(1);
}

/** Mines until the next block is the day's last. */
async function mineToLastBlock(dayIndex: number) {
  const endMs = dayEndMs(dayIndex, INTERVAL_MS);
  for (let { tip } = await world.control.state(); tip.timeMs + 2 * BLOCK_MS < endMs; ) {
    ({ tip } = await world.control.mine(1));
  }
}

function linesOf(dayIndex: number) {
  return world.ctx.db.select().from(rewardLine).where(eq(rewardLine.dayIndex, dayIndex));
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
  expect((await linesOf(firstDay)).map(({ address }) => address)).toEqual([ben.wallet.address]);
  await replaceSnapshot(firstDay);
  await scan(world);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "OPEN", snapshotHash: null, reportHash: null });
  await liveToState(world, firstDay, "FINAL");
  const after = await dayOf(world, firstDay);
  expect(after.snapshotHash).not.toBe(before.snapshotHash);
  expect(after.reportHash).not.toBe(before.reportHash);
  await verifyDay(world, firstDay);
});

it("a rollback past the snapshot of a proposed day stops it: its signatures could still be used", async () => {
  world = await startWorld({ approvers: "none" });
  const firstDay = await endNextDay(world);
  await stepToState(world, firstDay, "PROPOSED");
  await replaceSnapshot(firstDay);
  await scan(world);
  const frozen = await dayOf(world, firstDay);
  expect(frozen).toMatchObject({ state: "FROZEN", frozenFrom: "PROPOSED" });
  expect(frozen.stopReason).toMatchObject({
    kind: "snapshot-rolled-back",
    snapshotHeight: frozen.snapshotHeight,
  });
  for (let round = 0; round < 15; round++) {
    const { advance } = await runRound(world.ctx);
    expect(advance.result).toBe("needs-human");
    await world.control.mine(1);
  }
  expect(await stateOf(world, firstDay)).toBe("FROZEN");
  expect(await readPoolMoves(world)).toHaveLength(1);
});

/** Two people release the day to the state it was stopped in. */
async function release(dayIndex: number) {
  const userOf = async (name: string) => {
    const person = {
      email: `${name}@example.org`,
      name,
      role: "admin",
      password: "a long password",
    } as const;
    return (await createUser(world.ctx.db, person, "cli:test", "m".repeat(40))).userId;
  };
  const [ann, ben] = [await userOf("Ann"), await userOf("Ben")];
  const act = { kind: "request", reason: "The other fork holds the same." } as const;
  await releaseDay(world.ctx, { dayIndex, userId: ann, act });
  await releaseDay(world.ctx, { dayIndex, userId: ben, act: { kind: "confirm" } });
}

it.each(someOf(COMMITTED_DAY_STATES, 1))(
  "a day stopped in %s that lost snapshot and Commit is committed and paid once it is released",
  async (state) => {
    world = await startWorld({ securityParam: 40 });
    const { firstDay } = world;
    await stepToState(world, firstDay, state);
    await replaceSnapshot(firstDay);
    await scan(world);
    expect(await dayOf(world, firstDay)).toMatchObject({ state: "FROZEN", frozenFrom: state });
    expect(await readPoolMoves(world)).toHaveLength(1);
    await release(firstDay);
    expect(await stateOf(world, firstDay)).toBe(state);
    await liveToState(world, firstDay, "APPROVED");
    await liveToState(world, firstDay, "FINAL");
    await verifyDay(world, firstDay);
  },
);
