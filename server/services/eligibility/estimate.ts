import { and, desc, isNotNull, lt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { READ_ONLY, withTransaction } from "@/db/transaction";
import { parseAddress } from "@/server/domain/cardano/address";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { sum } from "@/server/domain/integers";
import type { Participation } from "@/server/domain/participation/tally";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import { potLovelaceOf } from "@/server/domain/rewards/pot";
import type { RewardCalculation, RewardLine } from "@/server/domain/rewards/reward-line";
import type { Holding, OpeningBalance, SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { DayIndex, Identity, Lovelace } from "@/server/domain/units";
import { recipientReader } from "@/server/domain/who-may-be-paid";
import { type ChainNow, chainNow } from "../chain-now";
import type { Context } from "../context";
import { freeLovelaceOf } from "../day/calculate";
import { loadDay } from "../day/load-day";
import { isSameOpen, openBalances, openPlanOf } from "../day/open-plan";
import { holdingsAt, openingBalances, participationAt, poolLovelaceAt } from "../day/read-snapshot";
import { findSnapshot, openOf } from "../day/snapshot";
import { ServiceError } from "../errors";
import { isPoolClosed, type LivePool, loadLivePool } from "../pool/load-pool";
import { termsOfPool } from "../pool/pool-terms";
import { type RulesInForce, rulesInForce } from "../settings-in-force";
import { outputPrice } from "./internal/output-price";

/**
 * What the running day would pay if it ended at the newest block: the day's own calculation, on provisional facts. No
 * payment uses it.
 */
export type Estimate = RulesInForce & {
  readonly dayIndex: DayIndex;
  readonly intervalMs: number;
  readonly block: SnapshotBlock;
  readonly potLovelace: Lovelace;
  /** Lovelace that the ledger asks per byte of an output, which gives the least payable amount. */
  readonly coinsPerUtxoByte: bigint;
  readonly participation: ReadonlyMap<Identity, Participation>;
  /** Every address with tokens, payable or not, by its identity. */
  readonly holdings: ReadonlyMap<Identity, readonly Holding[]>;
  readonly lines: ReadonlyMap<Identity, readonly RewardLine[]>;
  readonly totals: RewardCalculation["totals"];
};

type Key = {
  readonly now: ChainNow;
  readonly pool: LivePool;
  readonly inForce: RulesInForce;
  readonly dayIndex: DayIndex;
};

/** The latest few per database, by block, so that many page views of one block cost one calculation. */
const KEPT = 3;
const kept = new WeakMap<Database, Map<string, Promise<Estimate>>>();

/** Throws ServiceError `unavailable` with a reason before there is a pool or a block. */
export async function estimateToday(ctx: Context): Promise<Estimate> {
  const key = await readKey(ctx.db);
  const openingDay = await latestCalculatedDay(ctx.db, key.dayIndex);
  const name = `${key.now.hash} ${key.inForce.version} ${openingDay}`;
  const estimates = kept.get(ctx.db) ?? new Map<string, Promise<Estimate>>();
  kept.set(ctx.db, estimates);
  const known = estimates.get(name);
  if (known) return known;
  const made = calculate(ctx, key, openingDay);
  estimates.set(name, made);
  made.catch(() => estimates.delete(name));
  for (const old of [...estimates.keys()].slice(0, -KEPT)) estimates.delete(old);
  return made;
}

async function readKey(db: Database): Promise<Key> {
  const [now, pool] = await Promise.all([chainNow(db), loadLivePool(db)]);
  if (!now || !pool) {
    throw new ServiceError(
      "unavailable",
      (await isPoolClosed(db))
        ? "The prize pool is closed. It pays nothing any more."
        : "The prize pool has not been read from the chain yet. Try again in a minute.",
    );
  }
  const dayIndex = dayIndexOf(now.timeMs, pool.settings.intervalMs);
  const inForce = await rulesInForce(db, dayIndex);
  if (!inForce) throw new ServiceError("unavailable", "No rules are in force yet. Try again later.");
  return { now, pool, inForce, dayIndex };
}

async function calculate(ctx: Context, key: Key, openingDay: DayIndex | null): Promise<Estimate> {
  const { pool, inForce } = key;
  const { rules } = inForce;
  const coinsPerUtxoByte = await outputPrice(ctx);
  const { intervalMs } = pool.settings;
  const facts = await withTransaction(
    ctx.db,
    async (tx) => {
      // Read again here: a rollback in between must not mix two forks.
      const { height, hash, slot, timeMs } = (await chainNow(tx)) ?? key.now;
      const dayIndex = dayIndexOf(timeMs, intervalMs);
      return {
        block: { height, hash, slot, timeMs },
        dayIndex,
        holdings: await holdingsAt(tx, height, rules.prizeAsset),
        participation: await participationAt(tx, { height, dayIndex, intervalMs, rules }),
        opening: await openingBalances(tx, openingDay),
        open: await openAfter(tx, pool, openingDay),
        balance: (await poolLovelaceAt(tx, height)) ?? 0n,
      };
    },
    READ_ONLY,
  );
  const { holdings, participation, opening, open, balance, dayIndex, block } = facts;
  const owed = sum([...opening, ...open].map((row) => row.lovelace));
  const potLovelace = potLovelaceOf(rules, freeLovelaceOf(pool, balance, owed));
  const supply = sum(holdings.map((row) => row.quantity));
  const snapshot = { dayIndex, block, supply, holdings, participation };
  const poolTerms = termsOfPool(pool);
  const given = { snapshot, rules, potLovelace, opening, open, poolTerms, coinsPerUtxoByte };
  const { lines, totals } = calculateRewards(given);
  const readRecipient = recipientReader(rules);
  return {
    ...inForce,
    dayIndex,
    intervalMs,
    block,
    potLovelace,
    coinsPerUtxoByte,
    totals,
    participation: new Map(participation.map((row) => [row.identity, row])),
    holdings: groupBy(holdings, ({ address }) => readRecipient(parseAddress(address)).identity),
    lines: groupBy(lines, ({ identity }) => identity),
  };
}

/** The newest earlier day that has its lines. They list what is still owed. */
async function latestCalculatedDay(db: Database | Transaction, before: DayIndex): Promise<DayIndex | null> {
  const [row] = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(and(lt(day.dayIndex, before), isNotNull(day.lineSetId)))
    .orderBy(desc(day.dayIndex))
    .limit(1);
  return row?.dayIndex ?? null;
}

/** What the pool's last plan left unpaid, unless that day's lines have taken it over. */
async function openAfter(tx: Transaction, pool: LivePool, dayIndex: DayIndex | null): Promise<OpeningBalance[]> {
  const open = openPlanOf(pool);
  if (open === null || dayIndex === null) return [];
  const latest = await loadDay(tx, dayIndex);
  const read = await findSnapshot(tx, latest);
  const isTaken = latest.totalLovelace !== 0n && read !== null && isSameOpen(openOf(read), open);
  return isTaken ? [] : openBalances(tx, open);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => Identity | null): Map<Identity, Row[]> {
  const groups = new Map<Identity, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
