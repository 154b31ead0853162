import { and, eq, isNotNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { READ_ONLY, withTransaction } from "@/db/transaction";
import { toCanonicalJson } from "@/server/domain/canonical";
import { parseAddress } from "@/server/domain/cardano/address";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { groupBy } from "@/server/domain/group-by";
import { sum } from "@/server/domain/integers";
import type { Participation } from "@/server/domain/participation/tally";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import { potLovelaceOf } from "@/server/domain/rewards/pot";
import type { RewardCalculation, RewardLine } from "@/server/domain/rewards/reward-line";
import type { Holding, OpeningBalance, SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
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
import { type EarlierDays, readEarlierDays, type UncalculatedDays, unpaidBy } from "./internal/earlier-days";
import { outputPrice } from "./internal/output-price";

/**
 * What the running day would pay if it ended at the newest block: the day's own calculation, on provisional facts. No
 * payment uses it. What is owed already is not promised again: while days that have ended are not calculated, it is
 * theirs to settle, and their pots come out of the pool first.
 */
export type Estimate = RulesInForce & {
  readonly dayIndex: DayIndex;
  readonly intervalMs: number;
  readonly block: SnapshotBlock;
  readonly potLovelace: Lovelace;
  /** Days that have ended and are calculated before this one; null if there are none. */
  readonly uncalculated: UncalculatedDays | null;
  /** What they find owed, and settle, by its owner's identity. Empty if there are none. */
  readonly owedBefore: ReadonlyMap<Identity, readonly OpeningBalance[]>;
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
  // What of their plans is paid follows from the block.
  const earlier = toCanonicalJson(await readEarlierDays(ctx.db, key.dayIndex));
  const isClosed = await isDayClosed(ctx.db, key.dayIndex);
  const name = `${key.now.hash} ${key.inForce.version} ${isClosed} ${earlier}`;
  const estimates = kept.get(ctx.db) ?? new Map<string, Promise<Estimate>>();
  kept.set(ctx.db, estimates);
  const known = estimates.get(name);
  if (known) return known;
  const made = calculate(ctx, key);
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

async function calculate(ctx: Context, key: Key): Promise<Estimate> {
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
      const earlier = await readEarlierDays(tx, dayIndex);
      return {
        block: { height, hash, slot, timeMs },
        dayIndex,
        earlier,
        isClosed: await isDayClosed(tx, dayIndex),
        unpaidByPlans: await unpaidBy(tx, earlier.plans),
        holdings: await holdingsAt(tx, height, rules.prizeAsset),
        participation: await participationAt(tx, { height, dayIndex, intervalMs, rules }),
        owed: await openingBalances(tx, earlier.calculatedDay),
        unpaid: await openAfter(tx, pool, earlier.calculatedDay),
        balance: (await poolLovelaceAt(tx, height)) ?? 0n,
      };
    },
    READ_ONLY,
  );
  const { holdings, participation, owed, unpaid, balance, dayIndex, block, earlier } = facts;
  const { uncalculated } = earlier;
  const [opening, open] = uncalculated ? [[], []] : [owed, unpaid];
  const owedLovelace = sum([...owed, ...unpaid].map((row) => row.lovelace));
  const free = freeLovelaceOf(pool, balance - facts.unpaidByPlans, owedLovelace);
  const potLovelace = potAfter(rules, free, earlier);
  const supply = sum(holdings.map((row) => row.quantity));
  const snapshot = { dayIndex, block, supply, holdings, participation };
  const poolTerms = termsOfPool(pool);
  const given = { snapshot, rules, potLovelace, opening, open, poolTerms, isClosed: facts.isClosed, coinsPerUtxoByte };
  const { lines, totals } = calculateRewards(given);
  const readRecipient = recipientReader(rules);
  const ownerOf = ({ address }: { readonly address: string }) => readRecipient(parseAddress(address)).identity;
  return {
    ...inForce,
    dayIndex,
    intervalMs,
    block,
    potLovelace,
    uncalculated,
    owedBefore: groupBy(uncalculated ? [...owed, ...unpaid] : [], ownerOf),
    coinsPerUtxoByte,
    totals,
    participation: new Map(participation.map((row) => [row.identity, row])),
    holdings: groupBy(holdings, ownerOf),
    lines: groupBy(lines, ({ identity }) => identity),
  };
}

/** People may have closed the running day: it will pay nothing. */
async function isDayClosed(db: Database | Transaction, dayIndex: DayIndex): Promise<boolean> {
  return (await db.$count(day, and(eq(day.dayIndex, dayIndex), isNotNull(day.closing)))) > 0;
}

/** The pot that is left once each day that comes first has taken its own. Deposits after their ends count for all. */
function potAfter(rules: Rules, freeLovelace: Lovelace, { uncalculated }: EarlierDays): Lovelace {
  let free = freeLovelace;
  for (let before = uncalculated?.days ?? 0; before > 0; before--) free -= potLovelaceOf(rules, free);
  return potLovelaceOf(rules, free);
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
