import { and, asc, gt, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import { fromStoredTransaction } from "@/server/domain/cardano/stored-transaction";
import { findPlay, type Play } from "@/server/domain/participation/play";
import { type Participation, tallyPlays, windowStartMs } from "@/server/domain/participation/tally";
import type { ChainTransaction } from "@/server/domain/ports";
import type { Holding, OpeningBalance, SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import type { Height } from "@/server/domain/units";
import { rulesOfVersion } from "../settings-in-force";

type Db = Database | Transaction;

/** Prize tokens by address at a block, from the outputs created up to it and unspent by then. */
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

/** Whether the scanner counts plays by these rules. It uses the newest rules, in force or not. */
async function isCountedBy(db: Db, rules: Rules): Promise<boolean> {
  const [state] = await db.select().from(schema.sourceState);
  if (!state) return true;
  const counted = await rulesOfVersion(db, state.rulesVersion);
  const what = ({ gameAddress, participation }: Rules) => toCanonicalJson({ gameAddress, participation });
  return what(counted.rules) === what(rules);
}

/** Counts plays from the raw transactions: slower, for days whose rules are not the scanner's. */
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

/** Raw events up to a block, oldest first, for the second calculation. */
export async function transactionsUpTo(db: Db, height: Height): Promise<ChainTransaction[]> {
  const { chainTransaction } = schema;
  const rows = await db
    .select({ body: chainTransaction.body })
    .from(chainTransaction)
    .where(lte(chainTransaction.height, height))
    .orderBy(asc(chainTransaction.height), asc(chainTransaction.indexInBlock));
  return rows.map(({ body }) => fromStoredTransaction(body));
}

/** What earlier days left owed: the carried amounts of the day before, which lists everyone who is owed something. */
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
 * What earlier days took out of the pool after a block: payments and fees, less what came in with them. When a late day
 * is read, its predecessors' prizes may still be in the pool at that block and must not be shared out again.
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
    for (const { batchNo, height, feeLovelace, receivedLovelace } of transactions) {
      if (height <= block.height) continue;
      const paid = batches.find((row) => row.batchNo === batchNo)?.lovelace ?? 0n;
      spent += paid + BigInt(feeLovelace) - BigInt(receivedLovelace ?? 0);
    }
  }
  return spent;
}
