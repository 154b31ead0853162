import { hexToBytes } from "@noble/hashes/utils";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { operatorOutput } from "@/db/schema";
import { decodeLedgerTransaction, effectsOf } from "@/server/domain/cardano/ledger-transaction";
import { showRef } from "@/server/domain/cardano/out-ref";
import { compareAmounts } from "@/server/domain/integers";
import type { ChainSource, OutRef, TxOutput } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";

type OutputRow = typeof operatorOutput.$inferSelect;

/** Anybody can send outputs to an address: the largest are what matters. */
const MOST_REMEMBERED = 500;
/** So far it looks around: a source may have been on another fork, or behind, when an output was last seen. */
const FORK_BLOCKS = 36;
/** Transactions at the address that are read at once to find what spent something. */
const MOST_READ = 50;

export type Wallet = {
  readonly address: string;
  /** All that the source tells for the address. */
  readonly outputs: readonly TxOutput[];
  /** The source's tip before it was asked for them. */
  readonly height: Height;
};

type Remembering = { readonly db: Database; readonly source: ChainSource };

/**
 * Remembers what the operator's address holds, and what spent that which it no longer holds. An output that a source
 * leaves out may be an old answer: it has gone only when the bytes of a transaction show that they spend it.
 */
export async function rememberWallet(ctx: Remembering, wallet: Wallet, nowMs: number): Promise<void> {
  const { db, source } = ctx;
  const rows = await db.select().from(operatorOutput).where(isUnspentAt(wallet.address));
  const held = new Set(wallet.outputs.map(({ ref }) => showRef(ref)));
  const missing = rows.filter((row) => !held.has(showRef(refOf(row))));
  if (missing.length > 0) {
    const spenders = await findSpenders(source, { wallet, missing }, nowMs);
    for (const row of missing) await markSpent(db, row, spenders.get(showRef(refOf(row))), nowMs);
  }
  await markHeld(db, wallet);
  await giveBack(ctx, wallet.address, held);
}

const isUnspentAt = (address: string) => and(eq(operatorOutput.address, address), isNull(operatorOutput.spentTxHash));

const refOf = ({ txHash, outputIndex }: OutputRow): OutRef => ({ txHash, index: outputIndex });

type Missed = { readonly wallet: Wallet; readonly missing: readonly OutputRow[] };

/** By what it spends: the transactions at the address since these outputs were last seen, by their bytes. */
async function findSpenders(
  source: ChainSource,
  { wallet: { address, height }, missing }: Missed,
  nowMs: number,
): Promise<ReadonlyMap<string, Hex>> {
  const fromHeight = Math.max(0, Math.min(...missing.map(({ seenHeight }) => seenHeight)) - FORK_BLOCKS);
  const wanted = new Set(missing.map((row) => showRef(refOf(row))));
  const spenders = new Map<string, Hex>();
  const listed = await source.addressTransactions(address, fromHeight, height + FORK_BLOCKS);
  for (const { hash } of fromAnywhere(listed, nowMs).slice(0, MOST_READ)) {
    if (spenders.size === wanted.size) break;
    for (const ref of await spentBy(source, hash)) if (wanted.has(showRef(ref))) spenders.set(showRef(ref), hash);
  }
  return spenders;
}

/** Begun elsewhere each time, so that a flood of small payments to the address hides nothing for long. */
function fromAnywhere<T>(listed: readonly T[], nowMs: number): readonly T[] {
  const start = listed.length > MOST_READ ? Math.floor(nowMs / 1_000) % listed.length : 0;
  return [...listed.slice(start), ...listed.slice(0, start)];
}

/** Of one whose scripts failed that is the collateral. */
async function spentBy(source: ChainSource, hash: Hex): Promise<readonly OutRef[]> {
  const [bytes, place] = [await source.transactionBytes(hash), await source.transactionPlace(hash)];
  if (bytes === null || place === null) return [];
  const decoded = decodeLedgerTransaction(hexToBytes(bytes));
  return decoded.id === hash ? effectsOf(decoded, place.valid).inputs : [];
}

async function markSpent(db: Database, row: OutputRow, spentTxHash: Hex | undefined, nowMs: number): Promise<void> {
  if (spentTxHash === undefined) return;
  await db
    .update(operatorOutput)
    .set({ spentTxHash, spentAt: new Date(nowMs) })
    .where(and(isRow(row), isNull(operatorOutput.spentTxHash)));
}

const isRow = ({ txHash, outputIndex }: OutputRow) =>
  and(eq(operatorOutput.txHash, txHash), eq(operatorOutput.outputIndex, outputIndex));

async function markHeld(db: Database, { address, outputs, height }: Wallet): Promise<void> {
  const largest = [...outputs].sort((a, b) => compareAmounts(b.lovelace, a.lovelace)).slice(0, MOST_REMEMBERED);
  if (largest.length === 0) return;
  const values = largest.map(({ ref, lovelace }) => {
    return { txHash: ref.txHash, outputIndex: ref.index, address, lovelace, seenHeight: height };
  });
  await db
    .insert(operatorOutput)
    .values(values)
    .onConflictDoUpdate({
      target: [operatorOutput.txHash, operatorOutput.outputIndex],
      set: { seenHeight: sql`excluded.seen_height` },
    });
}

/** A rollback has undone what spent them: they are held, and no block has that transaction. */
async function giveBack({ db, source }: Remembering, address: string, held: ReadonlySet<string>): Promise<void> {
  const rows = await db
    .select()
    .from(operatorOutput)
    .where(and(eq(operatorOutput.address, address), isNotNull(operatorOutput.spentTxHash)));
  for (const row of rows.filter((each) => held.has(showRef(refOf(each))))) {
    if (row.spentTxHash === null || (await source.transactionPlace(row.spentTxHash)) !== null) continue;
    await db.update(operatorOutput).set({ spentTxHash: null, spentAt: null }).where(isRow(row));
  }
}
