import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { toStoredOutput, toStoredTransaction } from "@/server/domain/cardano/stored-transaction";
import { findPlay } from "@/server/domain/participation/play";
import type { ChainTransaction, TxOutput } from "@/server/domain/ports";
import type { Range } from "./read-range";
import { InconsistentSource, type Tracking } from "./tracking";

const ROWS_AN_INSERT = 1000;

/** Writes a range that follows the cursor. The caller holds the cursor's row and moves it in the same transaction. */
export async function applyRange(tx: Transaction, range: Range, tracking: Tracking): Promise<void> {
  await insertAll(range.headers, (rows) => tx.insert(schema.blockHeader).values(rows).onConflictDoNothing());
  const stored = range.transactions.map((transaction) => ({
    hash: transaction.hash,
    height: transaction.block.height,
    indexInBlock: transaction.indexInBlock,
    valid: transaction.valid,
    body: toStoredTransaction(transaction),
  }));
  await insertAll(stored, (rows) => tx.insert(schema.chainTransaction).values(rows));
  await insertAll(
    range.transactions.flatMap((transaction) => participationRow(transaction, tracking)),
    (rows) => tx.insert(schema.participation).values(rows),
  );
  for (const transaction of range.transactions) await applyOutputs(tx, transaction, tracking);
}

async function insertAll<Row>(rows: readonly Row[], insert: (rows: Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AN_INSERT) await insert(rows.slice(at, at + ROWS_AN_INSERT));
}

/** Null rows are those that do not pay the game at all: they are here for the token's or the pool's sake. */
export function participationRow(
  transaction: ChainTransaction,
  tracking: Tracking,
): (typeof schema.participation.$inferInsert)[] {
  const found = findPlay(transaction, tracking.rules);
  const { height, timeMs } = transaction.block;
  const row = { txHash: transaction.hash, height, timeMs, indexInBlock: transaction.indexInBlock };
  if (found.kind === "play") {
    return [{ ...row, identity: found.play.identity, reason: null, lovelace: found.play.lovelace }];
  }
  if (found.reason === "does-not-pay-game") return [];
  return [{ ...row, identity: null, reason: `${found.reason}: ${found.detail}`, lovelace: 0n }];
}

async function applyOutputs(tx: Transaction, transaction: ChainTransaction, tracking: Tracking): Promise<void> {
  const height = transaction.block.height;
  const holds = (unit: string) => (output: TxOutput) => (output.assets[unit] ?? 0n) > 0n;

  const followed = [
    { table: schema.assetUtxo, unit: tracking.prizeAsset, what: "the prize token" },
    { table: schema.poolUtxo, unit: tracking.stateToken, what: "the pool's state token" },
  ];
  for (const { table, unit, what } of followed) {
    for (const { ref } of transaction.inputs.filter(holds(unit))) {
      const spent = await tx
        .update(table)
        .set({ spentHeight: height, spentTxHash: transaction.hash })
        .where(and(eq(table.txHash, ref.txHash), eq(table.outputIndex, ref.index), isNull(table.spentHeight)))
        .returning({ height: table.createdHeight });
      if (spent.length !== 1) throw missed(transaction.hash, ref.txHash, what);
    }
  }

  const made = (output: TxOutput) => ({
    txHash: output.ref.txHash,
    outputIndex: output.ref.index,
    address: output.address,
    createdHeight: height,
  });
  const holdings = transaction.outputs
    .filter(holds(tracking.prizeAsset))
    .map((output) => ({ ...made(output), quantity: output.assets[tracking.prizeAsset] ?? 0n }));
  await insertAll(holdings, (rows) => tx.insert(schema.assetUtxo).values(rows));
  const pools = transaction.outputs.filter(holds(tracking.stateToken)).map((output) => ({
    ...made(output),
    lovelace: output.lovelace,
    datum: output.inlineDatum,
    output: JSON.stringify(toStoredOutput(output)),
  }));
  await insertAll(pools, (rows) => tx.insert(schema.poolUtxo).values(rows));
}

/** An input that we have never seen made: a transaction is missing, so the source's index is behind or it lies. */
function missed(hash: string, from: string, what: string): InconsistentSource {
  return new InconsistentSource(
    `Transaction ${hash} spends ${what} from ${from}, which the source has not shown us unspent. Its index may be behind; nothing was written.`,
  );
}

/** Takes everything above `height` back, as if it had never been read. */
export async function undoAbove(tx: Transaction, height: number): Promise<void> {
  const above = (column: string) => sql.raw(`${column} > ${Math.trunc(height)}`);
  for (const table of [schema.assetUtxo, schema.poolUtxo]) {
    await tx.delete(table).where(above("created_height"));
    await tx.update(table).set({ spentHeight: null, spentTxHash: null }).where(above("spent_height"));
  }
  for (const table of [schema.participation, schema.chainTransaction, schema.blockHeader]) {
    await tx.delete(table).where(above("height"));
  }
}
