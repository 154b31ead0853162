import { afterEach, expect, it } from "vitest";
import { withTransaction } from "@/db/transaction";
import { dayEndMs } from "@/server/domain/day/calendar";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { payment } from "@/server/testing/chain/wallet";
import { addPerson } from "@/server/testing/services/add-person";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { takeSnapshotBack } from "@/server/testing/services/replace-snapshot";
import { liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { INTERVAL_MS } from "@/server/testing/services/world-terms";
import { freezeDay } from "../day/move-day";
import { releaseDay } from "../day/release-day";

let world: World;
afterEach(() => world.stop());

const ANOMALY = { rule: "participants-jump", before: 10, now: 20, usual: 15_000 } as const;
const ANOMALIES: StopReason = { kind: "anomalies", anomalies: [ANOMALY] };

async function freeze(dayIndex: number, reason: StopReason = ANOMALIES): Promise<void> {
  const seen = await dayOf(world, dayIndex);
  const how = { actor: "job:advance", atMs: 1, reason } as const;
  await withTransaction(world.ctx.db, (tx) => freezeDay(tx, seen, how));
}

it.each(["CALCULATED", "PREVIEW"] as const)(
  "a day stopped in %s loses its block while it is stopped: released, it is read again, at a block of the day",
  async (state) => {
    world = await startWorld({ operations: { previewMs: 25_000 } });
    const { firstDay, players, ctx, control } = world;
    const [ann, ben] = players;
    if (!ann || !ben) throw new Error("two players are needed");
    await stepToState(world, firstDay, state);
    await freeze(firstDay);
    await takeSnapshotBack(world, firstDay);
    // The block that now has its height comes after the day, and in it Ann gives her tokens to Ben.
    const [all] = await ctx.source.unspentOutputs(ann.wallet.address);
    if (!all) throw new Error("Ann has nothing");
    const gift = { address: ben.wallet.address, lovelace: 3_000_000n, assetsToo: true };
    await ctx.source.submit(payment(ann.wallet, all, gift));
    const { tip } = await control.mine(1);
    expect(tip.timeMs).toBeGreaterThanOrEqual(dayEndMs(firstDay, INTERVAL_MS));
    await scan(world);
    await releaseByTwo(world, firstDay);
    await liveToState(world, firstDay, "PAID");
    const { block } = await verifyDay(world, firstDay);
    expect(await ctx.source.block(block.hash)).toMatchObject({ height: block.height, timeMs: block.timeMs });
    expect(block.timeMs).toBeLessThan(dayEndMs(firstDay, INTERVAL_MS));
  },
);

it("a release that was requested before the block was lost cannot be confirmed after it", async () => {
  world = await startWorld();
  const { firstDay, ctx } = world;
  await stepToState(world, firstDay, "CALCULATED");
  await freeze(firstDay);
  const userId = await addPerson(ctx.db, "Cy", "admin");
  const act = { kind: "request", exit: "release", reason: "The jump is the announced airdrop." } as const;
  await releaseDay(ctx, { dayIndex: firstDay, userId, act });
  await takeSnapshotBack(world, firstDay);
  await world.control.mine(1);
  await scan(world);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "FROZEN", frozenFrom: "OPEN" });
  expect(await snapshotOf(world, firstDay)).toBeNull();
  await releaseByTwo(world, firstDay);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "OPEN", findings: { accepted: [] } });
});

it("a day that people signed for, lost its block and was released is read again once its signatures have run out", async () => {
  world = await startWorld({ approvers: "none", operations: { deadlineMs: 60_000 } });
  const { firstDay } = world;
  await stepToState(world, firstDay, "PROPOSED");
  const before = await snapshotOf(world, firstDay);
  await takeSnapshotBack(world, firstDay);
  await world.control.mine(1);
  await scan(world);
  await releaseByTwo(world, firstDay);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "PROPOSED", snapshotId: before?.id });
  await stepToState(world, firstDay, "OPEN");
  expect(await snapshotOf(world, firstDay)).toBeNull();
  // Its oracle signs no other plan before the pool has moved on, by a Cancel.
  await stepToState(world, firstDay, "PREVIEW");
  const { hash, timeMs } = (await snapshotOf(world, firstDay)) ?? {};
  expect(hash).not.toBe(before?.hash);
  expect(timeMs).toBeLessThan(dayEndMs(firstDay, INTERVAL_MS));
});

it("what somebody wrote who stopped a day still stands beside what happened to it meanwhile", async () => {
  world = await startWorld({ approvers: "none" });
  const { firstDay } = world;
  await stepToState(world, firstDay, "PROPOSED");
  const by = { name: "Olga", text: "The pot is wrong." };
  await freeze(firstDay, { kind: "by-person", by, and: null });
  await takeSnapshotBack(world, firstDay);
  await world.control.mine(1);
  await scan(world);
  const { stopReason } = await dayOf(world, firstDay);
  expect(stopReason).toMatchObject({ kind: "by-person", by, and: { kind: "snapshot-rolled-back" } });
});

it("a rollback to the day's very last block: another may follow it before the day's end, so it is read again", async () => {
  world = await startWorld({ operations: { previewMs: 25_000 } });
  const { firstDay, control } = world;
  await stepToState(world, firstDay, "PREVIEW");
  const snapshot = await snapshotOf(world, firstDay);
  const { tip } = await control.state();
  await control.rollback(tip.height - (snapshot?.height ?? 0), { drop: true });
  await control.mine(1);
  await scan(world);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "OPEN", reportHash: null });
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});
