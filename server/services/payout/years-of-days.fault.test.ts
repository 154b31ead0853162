import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { stateOf } from "@/server/testing/services/look";
import { BLOCKS_A_DAY, writePastDays } from "@/server/testing/services/past-days";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { loadDay } from "../day/load-day";
import { oldestUnfinishedDay } from "../day/oldest-unfinished-day";
import { poolLovelaceAt, spentAfter } from "../day/read-snapshot";
import { loadSnapshot } from "../day/snapshot";
import { newActs } from "../ledger/internal/post-acts";
import { newDeposits } from "../ledger/internal/post-deposits";
import { readMetrics } from "../metrics/read-metrics";
import { listPayouts } from "../overview/list-payouts";
import { readOverview } from "../overview/read-overview";
import { readPulse } from "../overview/read-pulse";
import { findStranger } from "../pool/find-stranger";
import { isPoolClosed, loadLivePool, loadPoolRow } from "../pool/load-pool";

/** Enough that reading all of a table is the slower way. */
const DAYS = 1_500;
/** Of any table: what a step needs of some days around its own, and of the days that are looked back on. */
const FEW = 150;

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld({ blocksBefore: (DAYS + 10) * BLOCKS_A_DAY });
  const template = await endNextDay(world);
  await liveToState(world, template, "FINAL");
  await writePastDays(world, template, DAYS);
  dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
});
afterAll(() => world.stop());

/** A database all of whose transactions are parts of this one, so that what they read is counted. */
function insideOf(tx: Transaction): Database {
  const transaction = (part: (own: Transaction) => Promise<unknown>) => part(tx);
  return Object.create(tx, { transaction: { value: transaction } });
}

/** Tables of which `work` read more than a few rows. Runs of jobs are kept for two weeks, whatever the pool's age. */
async function muchReadBy(work: (db: Database) => Promise<unknown>, most = FEW): Promise<Record<string, number>> {
  return world.ctx.db.transaction(async (tx) => {
    const before = await rowsSoFar(tx);
    await work(insideOf(tx));
    const after = await rowsSoFar(tx);
    const own = [...after].map(([table, rows]) => [table, rows - (before.get(table) ?? 0)] as const);
    return Object.fromEntries(own.filter(([table, rows]) => rows > most && table !== "job_run"));
  });
}

async function rowsSoFar(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx.execute<{ table: string; rows: number }>(sql`
    select relname as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows
    from pg_stat_xact_user_tables where schemaname = 'public'`);
  return new Map(rows.map(({ table, rows }) => [table, rows]));
}

it("has years of days, and counts what is read", async () => {
  expect(await world.ctx.db.$count(day, eq(day.state, "FINAL"))).toBeGreaterThan(DAYS);
  expect(Object.keys(await muchReadBy((db) => db.select().from(day)))).toEqual(["day"]);
});

const QUERIES: Record<string, (db: Database) => Promise<unknown>> = {
  "the oldest unfinished day": oldestUnfinishedDay,
  "the pool": async (db) => [await loadPoolRow(db), await loadLivePool(db), await isPoolClosed(db)],
  "a plan that we do not know": async (db) => {
    const pool = await loadLivePool(db);
    expect(pool && (await findStranger(db, pool))).toBeNull();
  },
  "what the pool held at the day's block": async (db) => {
    const row = await loadSnapshot(db, await loadDay(db, dayIndex));
    expect(await poolLovelaceAt(db, row.height)).toBeGreaterThan(0n);
    await spentAfter(db, dayIndex, row.height);
  },
  "new deposits": async (db) => {
    expect(await newDeposits(db as unknown as Transaction, 1_000_000)).toEqual([]);
  },
  "new acts": async (db) => {
    expect(await newActs(db as unknown as Transaction, 1_000_000)).toEqual([]);
  },
  "the pulse": (db) => readPulse({ db }),
  "the metrics": (db) => readMetrics(db, Date.now()),
  "the console": (db) => readOverview({ ...world.ctx, db }, { userId: crypto.randomUUID(), nowMs: Date.now() }),
  "payouts, newest first": (db) => listPayouts(db, { below: null, limit: 2 }),
};
/**
 * They look at the newest 90 days, each with a dozen transitions, whatever the pool's age; and add up what all days
 * cost, once: a row for each day.
 */
const OF_90_DAYS = ["the metrics", "the console"];
const MOST_OF_90_DAYS = 90 * 12 + DAYS;

it.each(Object.entries(QUERIES))("finds %s without reading all days", async (name, query) => {
  expect(await muchReadBy(query, OF_90_DAYS.includes(name) ? MOST_OF_90_DAYS : FEW)).toEqual({});
});

it("rounds read few rows, whether they wait or end a day", async () => {
  const read: Record<string, number>[] = [];
  for (let block = 0; (await stateOf(world, dayIndex)) !== "FINAL" && block < 40; block++) {
    await world.control.mine(1);
    for (const name of ["scan", "confirm"] as const) {
      read.push(await muchReadBy((db) => JOBS[name]({ ...world.ctx, db })));
    }
  }
  expect(await stateOf(world, dayIndex)).toBe("FINAL");
  expect(read.filter((tables) => Object.keys(tables).length > 0)).toEqual([]);
});
