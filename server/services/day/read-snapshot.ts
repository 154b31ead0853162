import { and, asc, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import { fromStoredTransaction, type StoredTransaction } from "@/server/domain/cardano/stored-transaction";
import { findPlay, type Play } from "@/server/domain/participation/play";
import { type Participation, tallyPlays, windowStartMs } from "@/server/domain/participation/tally";
import type { ChainTransaction } from "@/server/domain/ports";
import type { Holding, OpeningBalance, SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import type { Height } from "@/server/domain/units";
import type { SettledTransaction } from "../payout/settled-transaction";
import { rulesOfVersion } from "../settings-in-force";

type Db = Database | Transaction;

/** Prize tokens by address at a block, from the outputs made up to it and not spent by then. */
export async function holdingsAt(db: Db, height: Height): Promise<Holding[]> {
  const { assetUtxo } = schema;
  return db
    .select({ address: assetUtxo.address, quantity: sql<bigint>`sum(${assetUtxo.quantity})`.mapWith(BigInt) })
    .from(assetUtxo)
    .where(
      and(lte(assetUtxo.createdHeight, height), or(isNull(assetUtxo.spentHeight), gt(assetUtxo.spentHeight, height))),
    )
    .groupBy(assetUtxo.address)
    .orderBy(asc(assetUtxo.address));
}

/** Who had played by a block, summed by identity, by the rules of the day. */
export async function participationAt(
  db: Db,
  height: Height,
  dayIndex: number,
  intervalMs: number,
  rules: Rules,
): Promise<Participation[]> {
  const plays = (await isCountedBy(db, rules)) ? await countedPlays(db, height) : await playsBy(db, height, rules);
  return tallyPlays(plays, windowStartMs(dayIndex, intervalMs, rules.participation.windowDays));
}

/** Whether the scanner's plays are counted as these rules count them: it goes by the newest, in force yet or not. */
async function isCountedBy(db: Db, rules: Rules): Promise<boolean> {
  const [state] = await db.select().from(schema.sourceState);
  if (!state) return true;
  const counted = await rulesOfVersion(db, state.rulesVersion);
  const what = ({ gameAddress, participation }: Rules) => toCanonicalJson({ gameAddress, participation });
  return what(counted.rules) === what(rules);
}

/** From the raw transactions: slower, for the days that other rules overtake. */
async function playsBy(db: Db, height: Height, rules: Rules): Promise<Play[]> {
  return (await transactionsUpTo(db, height)).flatMap((transaction) => {
    const found = findPlay(transaction, rules);
    return found.kind === "play" ? [found.play] : [];
  });
}

async function countedPlays(db: Db, height: Height): Promise<Play[]> {
  const { participation, blockHeader } = schema;
  const rows = await db
    .select({
      txHash: participation.txHash,
      height: participation.height,
      timeMs: participation.timeMs,
      indexInBlock: participation.indexInBlock,
      identity: participation.identity,
      lovelace: participation.lovelace,
      slot: blockHeader.slot,
    })
    .from(participation)
    .innerJoin(blockHeader, sql`${blockHeader.height} = ${participation.height}`)
    .where(and(lte(participation.height, height), isNotNull(participation.identity)));
  return rows.flatMap(({ identity, ...row }) => (identity === null ? [] : [{ ...row, identity }]));
}

/** Raw events up to a block, oldest first: what the second calculation starts from. */
export async function transactionsUpTo(db: Db, height: Height): Promise<ChainTransaction[]> {
  const { chainTransaction } = schema;
  const rows = await db
    .select({ body: chainTransaction.body })
    .from(chainTransaction)
    .where(lte(chainTransaction.height, height))
    .orderBy(asc(chainTransaction.height), asc(chainTransaction.indexInBlock));
  return rows.map(({ body }) => fromStoredTransaction(body as StoredTransaction));
}

/** What earlier days left owed: the carried amounts of the day before, which lists everybody who is owed. */
export async function openingBalances(db: Db, previousDayIndex: number | null): Promise<OpeningBalance[]> {
  if (previousDayIndex === null) return [];
  const { rewardLine } = schema;
  return db
    .select({ address: rewardLine.address, lovelace: rewardLine.carriedLovelace })
    .from(rewardLine)
    .where(and(sql`${rewardLine.dayIndex} = ${previousDayIndex}`, gt(rewardLine.carriedLovelace, 0n)));
}

/** The pool's balance at a block. */
export async function poolLovelaceAt(db: Db, height: Height): Promise<bigint | null> {
  const { poolUtxo } = schema;
  const [row] = await db
    .select({ lovelace: poolUtxo.lovelace })
    .from(poolUtxo)
    .where(and(lte(poolUtxo.createdHeight, height), or(isNull(poolUtxo.spentHeight), gt(poolUtxo.spentHeight, height))))
    .limit(1);
  return row?.lovelace ?? null;
}

/**
 * What earlier days took out of the pool after a block, payments and fees less what came in with them: a day that is
 * caught up late is read at a block where its predecessors' prizes still lie in the pool, and must not share them out
 * again.
 */
export async function spentAfter(db: Db, dayIndex: number, block: SnapshotBlock): Promise<bigint> {
  const { settlement, batch } = schema;
  const late = await db
    .select()
    .from(settlement)
    .where(and(lt(settlement.dayIndex, dayIndex), gt(settlement.confirmedAtMs, block.timeMs)));
  let spent = 0n;
  for (const { dayIndex: earlier, transactions } of late) {
    const batches = await db.select().from(batch).where(sql`${batch.dayIndex} = ${earlier}`);
    for (const { batchNo, height, feeLovelace, receivedLovelace } of transactions as SettledTransaction[]) {
      if (height <= block.height) continue;
      const paid = batches.find((row) => row.batchNo === batchNo)?.lovelace ?? 0n;
      spent += paid + BigInt(feeLovelace) - BigInt(receivedLovelace ?? 0);
    }
  }
  return spent;
}
