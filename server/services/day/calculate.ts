import type { Database, Transaction } from "@/db/client";
import { READ_ONLY } from "@/db/transaction";
import { sum } from "@/server/domain/integers";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { PoolTerms } from "@/server/domain/rewards/pool-terms";
import { potLovelaceOf } from "@/server/domain/rewards/pot";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import type { OpeningBalance, SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { LivePool } from "../pool/load-pool";
import { termsOfPool } from "../pool/pool-terms";
import type { DayRow } from "./move-day";
import { previousDay } from "./previous-day";
import { openingBalances, poolLovelaceAt, spentAfter, tablesAt } from "./read-snapshot";
import type { Situation } from "./situation";

/** Everything that a day's rewards follow from, read at its snapshot. */
export type DayInput = {
  readonly block: SnapshotBlock;
  readonly opening: readonly OpeningBalance[];
  readonly freePoolLovelace: bigint;
  readonly poolTerms: PoolTerms;
};

/** With the protocol's price of outputs at the snapshot. */
export type PricedInput = DayInput & { readonly coinsPerUtxoByte: bigint };

/** The block that a day is read at. Throws if there is none yet: callers come after SNAPSHOT. */
export function snapshotBlockOf(day: DayRow, timeMs: number): SnapshotBlock {
  const { snapshotHash: hash, snapshotHeight: height, snapshotSlot: slot } = day;
  if (hash === null || height === null || slot === null) throw new Error(`day ${day.dayIndex} has no snapshot`);
  return { hash, height, slot, timeMs };
}

/** What the pool has free for a pot: its balance at the snapshot, less the reserve, what is owed, and fees. */
export async function readDayInput(
  db: Database | Transaction,
  day: DayRow,
  block: SnapshotBlock,
  { pool }: Pick<Situation, "pool">,
): Promise<DayInput> {
  const before = await previousDay(db, day.dayIndex);
  const opening = await openingBalances(db, before?.dayIndex ?? null);
  const balance = (await poolLovelaceAt(db, block.height)) ?? 0n;
  const owed = sum(opening.map((row) => row.lovelace));
  const spent = await spentAfter(db, day.dayIndex, block);
  const freePoolLovelace = freeLovelaceOf(pool, balance - spent, owed);
  return { block, opening, freePoolLovelace, poolTerms: termsOfPool(pool) };
}

/** The part of a balance that may be shared out, never below zero. The public estimate uses it too. */
export function freeLovelaceOf(pool: LivePool, balance: bigint, owed: bigint): bigint {
  const free = balance - pool.settings.reserveLovelace - owed - FEES_SET_ASIDE * pool.datum.maxFeeLovelace;
  return free > 0n ? free : 0n;
}

/** Maximum fees kept out of the pot: for a Commit and a good number of batches. */
const FEES_SET_ASIDE = 12n;

/** The first calculation, from the scanner's tables as they are, or as a transaction of the caller's sees them. */
export async function calculateFromTables(
  { db, tx }: { readonly db: Database; readonly tx?: Transaction },
  day: DayRow,
  input: PricedInput,
  situation: Situation,
): Promise<RewardCalculation> {
  const { rules, pool } = situation;
  const { height } = input.block;
  const counted = { height, dayIndex: day.dayIndex, intervalMs: pool.settings.intervalMs, rules };
  const { holdings, participation } = tx
    ? await tablesAt(db, tx, counted)
    : await db.transaction((own) => tablesAt(db, own, counted), READ_ONLY);
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
    poolTerms: input.poolTerms,
    coinsPerUtxoByte: input.coinsPerUtxoByte,
  });
}
