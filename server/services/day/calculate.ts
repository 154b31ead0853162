import type { Database, Transaction } from "@/db/client";
import { READ_ONLY, withTransaction } from "@/db/transaction";
import { openingHashOf } from "@/server/domain/day/snapshot-id";
import { sum } from "@/server/domain/integers";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { PoolTerms } from "@/server/domain/rewards/pool-terms";
import { potLovelaceOf } from "@/server/domain/rewards/pot";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import type { OpeningBalance, SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { DayIndex } from "@/server/domain/units";
import type { LivePool } from "../pool/load-pool";
import type { DayRow } from "./move-day";
import { openBalances } from "./open-plan";
import { previousDay } from "./previous-day";
import { openingBalances, poolLovelaceAt, spentAfter, tablesAt } from "./read-snapshot";
import type { Situation } from "./situation";
import { blockOf, openOf, type SnapshotRow } from "./snapshot";

/** Everything that a day's rewards follow from, besides the tables at its block. */
export type DayInput = {
  readonly block: SnapshotBlock;
  /** What the day before carried. */
  readonly opening: readonly OpeningBalance[];
  /** What the pool's last plan left unpaid. */
  readonly open: readonly OpeningBalance[];
  readonly freePoolLovelace: bigint;
  readonly poolTerms: PoolTerms;
  readonly isClosed: boolean;
  readonly coinsPerUtxoByte: bigint;
};

/** The input that a snapshot was made of. Throws if what earlier days left owed is not what it was. */
export async function readDayInput(db: Database | Transaction, snapshot: SnapshotRow): Promise<DayInput> {
  const before = await previousDay(db, snapshot.dayIndex);
  const opening = await openingBalances(db, before?.dayIndex ?? null);
  const open = await openBalances(db, openOf(snapshot));
  if (openingHashOf(opening, open) !== snapshot.openingHash) {
    throw new Error(`what was owed before day ${snapshot.dayIndex} has changed since it was read`);
  }
  const { freePoolLovelace, coinsPerUtxoByte, reserved, dailyLimitLovelace } = snapshot;
  const poolTerms = { reserved, dailyLimitLovelace };
  const isClosed = snapshot.closing !== null;
  return { block: blockOf(snapshot), opening, open, freePoolLovelace, poolTerms, isClosed, coinsPerUtxoByte };
}

/**
 * What the pool has free for a pot: its balance at a block, less what earlier days have taken out since, the reserve,
 * what is owed, and fees. A late day is read when its predecessors' prizes have left the pool, at a block where they
 * were still in it; they must not be shared out again.
 */
export async function readFreePool(
  tx: Transaction,
  dayIndex: DayIndex,
  { block, pool, owed }: { readonly block: SnapshotBlock; readonly pool: LivePool; readonly owed: bigint },
): Promise<bigint> {
  const balance = (await poolLovelaceAt(tx, block.height)) ?? 0n;
  return freeLovelaceOf(pool, balance - (await spentAfter(tx, dayIndex, block.height)), owed);
}

/** The part of a balance that may be shared out, never below zero. The public estimate uses it too. */
export function freeLovelaceOf(pool: LivePool, balance: bigint, owed: bigint): bigint {
  const free = balance - pool.settings.reserveLovelace - owed - FEES_SET_ASIDE * pool.datum.maxFeeLovelace;
  return free > 0n ? free : 0n;
}

/** Maximum fees kept out of the pot: for a Commit and a good number of batches. */
const FEES_SET_ASIDE = 12n;

/** The first calculation, from the scanner's tables as one moment shows them. */
export async function calculateFromTables(
  { db }: { readonly db: Database },
  day: DayRow,
  input: DayInput,
  { rules, pool }: Pick<Situation, "rules" | "pool">,
): Promise<RewardCalculation> {
  const { height } = input.block;
  const counted = { height, dayIndex: day.dayIndex, intervalMs: pool.settings.intervalMs, rules };
  const { holdings, participation } = await withTransaction(db, (own) => tablesAt(db, own, counted), READ_ONLY);
  return calculateRewards({
    snapshot: {
      dayIndex: day.dayIndex,
      block: input.block,
      // The sum of the holdings, which check-supply.ts has compared with the source's supply.
      supply: sum(holdings.map((holding) => holding.quantity)),
      holdings,
      participation,
    },
    rules,
    potLovelace: potLovelaceOf(rules, input.freePoolLovelace),
    opening: input.opening,
    open: input.open,
    poolTerms: input.poolTerms,
    isClosed: input.isClosed,
    coinsPerUtxoByte: input.coinsPerUtxoByte,
  });
}
