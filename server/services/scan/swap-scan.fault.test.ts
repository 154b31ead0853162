import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { followed, jobRun, participation, pool, poolUtxo, scanRevision, sourceState } from "@/db/schema";
import { READ_ONLY } from "@/db/transaction";
import { type Rescan, startRescan } from "@/server/testing/services/rescan";
import { startRunner } from "@/server/testing/services/runner";
import { digestScan, dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
let rescan: Rescan;
beforeAll(async () => {
  world = await startWorld();
  await world.control.mine(20);
});
beforeEach(async () => {
  await scan(world);
  rescan = await startRescan(world);
});
afterEach(() => rescan.end());
afterAll(() => world.stop());

const epochs = () => world.ctx.db.$count(scanRevision);
const isThere = async () =>
  (await world.ctx.db.execute(sql`select from pg_namespace where nspname = 'rescan'`)).length === 1;

it("takes the live scan's place as it is, under the same numbers, and leaves nothing behind", async () => {
  const { db } = world.ctx;
  const before = [await dumpScan(db), await db.select().from(followed), await epochs()];
  await rescan.readOn();
  expect(await rescan.swap()).toMatchObject({ swapped: true, differences: 0, days: [] });
  const after = [await dumpScan(db), await db.select().from(followed), await epochs()];
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toEqual(expect.arrayContaining(before[1] as unknown[]));
  expect(after[2]).toBe(before[2]);
  expect(await isThere()).toBe(false);
  await world.control.mine(3);
  await scan(world);
  expect(await dumpScan(db)).toBe(await dumpFreshScan(world));
});

it("a play that became known late counts from the same block on", async () => {
  const { db } = world.ctx;
  const [play] = await db.select().from(participation);
  if (!play) throw new Error("nobody played");
  await db
    .update(participation)
    .set({ knownHeight: play.height + 7 })
    .where(eq(participation.txHash, play.txHash));
  await rescan.readOn();
  expect(await rescan.swap()).toMatchObject({ swapped: true });
  const [after] = await db.select().from(participation).where(eq(participation.txHash, play.txHash));
  expect(after?.knownHeight).toBe(play.height + 7);
  await db.update(participation).set({ knownHeight: play.height }).where(eq(participation.txHash, play.txHash));
});

it("is refused in words while the live scan is ahead, and done once the rescan has read on", async () => {
  await rescan.readOn();
  await rescan.compare();
  await world.control.mine(2);
  await scan(world);
  const before = await digestScan(world.ctx.db);
  await expect(rescan.swap()).rejects.toThrow(
    /^The live scan has moved on to block \d+, which the rescan has not read/,
  );
  expect(await digestScan(world.ctx.db)).toBe(before);
  await rescan.readOn();
  expect(await rescan.swap()).toMatchObject({ swapped: true });
  expect(await digestScan(world.ctx.db)).toBe(before);
});

it("is refused after a rollback since the comparison, and done once both have followed it", async () => {
  await rescan.readOn();
  await rescan.compare();
  await world.control.rollback(3);
  await world.control.mine(5);
  await scan(world);
  await expect(rescan.swap()).rejects.toThrow("What was compared has changed since");
  await rescan.readOn();
  await rescan.compare();
  expect(await rescan.swap()).toMatchObject({ swapped: true });
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});

it("steps of a scan that run meanwhile end before it or after it, and lose nothing", async () => {
  await rescan.readOn();
  await world.control.mine(1);
  await rescan.readOn();
  await rescan.compare();
  let isOver = false;
  const scanning = (async () => {
    while (!isOver) await Promise.all([scan(world), dumpScan(world.ctx.db)]);
  })();
  const done = await rescan.swap();
  await world.control.mine(2);
  isOver = true;
  await scanning;
  expect(done.swapped).toBe(true);
  await scan(world);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});

it("an engine of its own process, which has read the old tables, goes on with the new ones", async () => {
  const { db } = world.ctx;
  const runner = await startRunner(world);
  const rounds = async (more: number) => {
    const goal = runner.rounds() + more;
    while (runner.rounds() < goal && runner.ending() === null) await sleep(50);
  };
  await rounds(2);
  for (let done = false; !done; ) {
    await rescan.readOn();
    await rescan.compare();
    done = await rescan.swap().then(
      ({ swapped }) => swapped,
      () => false,
    );
  }
  await world.control.fund(world.gameAddress, 5_000_000n);
  await world.control.mine(4);
  await rounds(4);
  await runner.end();
  expect(await db.select().from(jobRun).where(eq(jobRun.result, "failed"))).toEqual([]);
  expect((await db.select().from(sourceState))[0]?.height).toBe((await world.control.state()).tip.height);
  expect(await dumpScan(db)).toBe(await dumpFreshScan(world));
});

it("a database that another version has migrated meanwhile keeps its tables", async () => {
  const { db } = world.ctx;
  await rescan.readOn();
  const before = await digestScan(db);
  await db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)`);
  await expect(rescan.swap()).rejects.toThrow("Another version has migrated the database since");
  await db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'newer'`);
  expect(await digestScan(db)).toBe(before);
  expect(await isThere()).toBe(true);
});

it("what somebody has made of the old tables is told, and nothing is changed", async () => {
  const { db } = world.ctx;
  await db.execute(sql`create view dashboard as select * from asset_utxo`);
  await rescan.readOn();
  await expect(rescan.swap()).rejects.toThrow("depends on the scan's tables, perhaps a dashboard's view. Drop it");
  await db.execute(sql`drop view dashboard`);
  expect(await rescan.swap()).toMatchObject({ swapped: true });
});

it("waits for a reader who could see the new tables half full, and gives up in words", async () => {
  const { db } = world.ctx;
  let end: () => void = () => undefined;
  const reading = new Promise<void>((resolve) => {
    end = resolve;
  });
  let begun: () => void = () => undefined;
  const began = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const reader = db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from rules_version`);
    begun();
    await reading;
    return tx.$count(participation);
  }, READ_ONLY);
  await began;
  await rescan.readOn();
  const plays = await db.$count(participation);
  await expect(rescan.swap()).rejects.toThrow("Others have read the tables all the while");
  end();
  expect(await reader).toBe(plays);
  expect(await rescan.swap()).toMatchObject({ swapped: true });
});

it("an empty rescan, one that is half read, and one of another pool or start are not compared", async () => {
  const { db } = world.ctx;
  await expect(rescan.compare()).rejects.toThrow("too few blocks in common");
  await rescan.readOn();
  await rescan.compare();
  await rescan.fresh.update(followed).set({ readHeight: 1 }).where(eq(followed.kind, "game"));
  await expect(rescan.swap()).rejects.toThrow(/The live scan has read game .* further/);
  await rescan.fresh.update(pool).set({ startHash: "ab".repeat(32) });
  await expect(rescan.readOn()).rejects.toThrow("another pool or start");
  const [game] = await db.select().from(followed).where(eq(followed.kind, "game"));
  await rescan.fresh.update(pool).set({ startHash: (await db.select().from(pool))[0]?.startHash ?? "" });
  await rescan.fresh
    .update(followed)
    .set({ subject: "{}" })
    .where(eq(followed.id, game?.id ?? 0));
  await expect(rescan.readOn()).rejects.toThrow(/does not follow game/);
  expect(await isThere()).toBe(true);
});

it("what differs above what was compared before is found in the same transaction", async () => {
  const { db } = world.ctx;
  await rescan.readOn();
  await rescan.compare();
  await db.execute(sql`update block_header set slot = slot + 1 where height = (select height from source_state)`);
  const before = await digestScan(db);
  expect(await rescan.swap()).toMatchObject({ swapped: false, differences: 1, shown: [{ table: "blocks" }] });
  expect(await digestScan(db)).toBe(before);
  const [state] = await db.select().from(sourceState);
  expect(await rescan.swap("The disk was restored, and a block is wrong.")).toMatchObject({
    ...{ swapped: true, differences: 1, lowest: state?.height },
  });
  await scan(world);
  expect(await dumpScan(db)).toBe(await dumpFreshScan(world));
  expect(await db.$count(poolUtxo)).toBeGreaterThan(0);
});
