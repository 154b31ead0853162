import { eq, sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { assetUtxo, auditEvent, participation } from "@/db/schema";
import { runRound } from "@/server/jobs/run-job";
import { attemptsOf, dayOf, snapshotOf } from "@/server/testing/services/look";
import { startRescan } from "@/server/testing/services/rescan";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { twoPeople } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

const REASON = "A disk was restored, and a play is missing.";

let world: World;
afterEach(() => world.stop());

/** A play is lost from the live books, as by a restored disk, after all checks of the day. */
async function losePlay() {
  const { db } = world.ctx;
  const [play] = await db.select().from(participation).orderBy(participation.height);
  if (!play) throw new Error("nobody played");
  await db.delete(participation).where(eq(participation.txHash, play.txHash));
  return play;
}

async function replaceByRescan(reason = REASON) {
  const rescan = await startRescan(world);
  try {
    await rescan.readOn();
    expect(await rescan.swap()).toMatchObject({ swapped: false });
    return await rescan.swap(reason);
  } finally {
    await rescan.end();
  }
}

it("a day that nobody has signed is read anew from the new ground, and paid", async () => {
  world = await startWorld({ operations: { previewMs: 25_000 } });
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  const play = await losePlay();
  const before = await snapshotOf(world, dayIndex);
  expect(await replaceByRescan()).toMatchObject({
    swapped: true,
    differences: 1,
    lowest: play.height,
    days: [dayIndex],
  });
  expect(await dayOf(world, dayIndex)).toMatchObject({ state: "OPEN", reportHash: null, snapshotId: null });
  const [row] = await world.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, "scan.replaced"));
  expect(row).toMatchObject({ actor: "cli:test", details: { reason: REASON, lowest: play.height, days: [dayIndex] } });
  expect(JSON.stringify(row?.details)).toContain(play.txHash);
  await liveToState(world, dayIndex, "FINAL");
  expect((await snapshotOf(world, dayIndex))?.scanEpoch).toBeGreaterThan(before?.scanEpoch ?? 0);
  await verifyDay(world, dayIndex);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});

it("a day that was approved stops; nothing of it is sent until two people have released it", async () => {
  world = await startWorld();
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "APPROVED");
  await losePlay();
  const { planDigest } = await dayOf(world, dayIndex);
  await replaceByRescan();
  expect(await dayOf(world, dayIndex)).toMatchObject({
    ...{ state: "FROZEN", frozenFrom: "APPROVED", planDigest },
    stopReason: { kind: "scan-replaced" },
  });
  for (let round = 0; round < 6; round++) {
    await world.control.mine(1);
    await runRound(world.ctx);
  }
  expect(await attemptsOf(world, dayIndex)).toEqual([]);
  await (await twoPeople(world))(dayIndex, "release");
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex);
});

it("a day that is being paid stops and keeps what is on chain; one that is paid and final stays as it is", async () => {
  world = await startWorld();
  const { db } = world.ctx;
  const first = await endNextDay(world);
  await liveToState(world, first, "FINAL");
  const final = [await dayOf(world, first), await attemptsOf(world, first)];
  const second = await endNextDay(world);
  await stepToState(world, second, "COMMITTED");
  const sent = await attemptsOf(world, second);
  await db.update(assetUtxo).set({ quantity: 501n }).where(eq(assetUtxo.quantity, 500n));
  expect(await replaceByRescan()).toMatchObject({ swapped: true, days: expect.arrayContaining([first, second]) });
  expect([await dayOf(world, first), await attemptsOf(world, first)]).toEqual(final);
  expect(await dayOf(world, second)).toMatchObject({ state: "FROZEN", frozenFrom: "COMMITTED" });
  await (await twoPeople(world))(second, "release");
  await liveToState(world, second, "FINAL");
  const after = await attemptsOf(world, second);
  expect(after.slice(0, sent.length).map(({ txBytes }) => txBytes)).toEqual(sent.map(({ txBytes }) => txBytes));
  await verifyDay(world, second);
  await verifyDay(world, first);
});

it("a day that was read below what differs is left alone", async () => {
  world = await startWorld({ operations: { previewMs: 25_000 } });
  const { db } = world.ctx;
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  const before = await dayOf(world, dayIndex);
  await world.control.mine(8);
  await scan(world);
  await db.execute(sql`update block_header set slot = slot + 1 where height = (select height - 1 from source_state)`);
  expect(await replaceByRescan()).toMatchObject({ swapped: true, differences: 1, days: [] });
  expect(await dayOf(world, dayIndex)).toEqual(before);
  await liveToState(world, dayIndex, "FINAL");
  await verifyDay(world, dayIndex);
});
