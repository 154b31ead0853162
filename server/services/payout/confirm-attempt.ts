import { and, eq, gt } from "drizzle-orm";
import { blockHeader, chainTransaction, poolUtxo } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { fromStoredTransaction, type StoredTransaction } from "@/server/domain/cardano/stored-transaction";
import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { Operations } from "@/server/domain/day/operations";
import type { ChainTransaction } from "@/server/domain/ports";
import type { ChainNow } from "../chain-now";
import { holdBlock } from "../hold-chain";
import { type AttemptRow, moveAttempt } from "./attempts";
import { loadBatch } from "./load-batch";
import type { PayoutContext } from "./payout-context";

export type Look = { readonly now: ChainNow; readonly operations: Operations; readonly finalDepth: number };

/** What became of an attempt; `wrong` stops the day. */
export type Confirmation =
  | { readonly kind: "unchanged" }
  | { readonly kind: "moved"; readonly to: AttemptState }
  | { readonly kind: "wrong"; readonly reason: string };

const UNCHANGED: Confirmation = { kind: "unchanged" };

/** Moves an attempt by what our own scan shows, and by nothing else. */
export async function confirmAttempt(ctx: PayoutContext, row: AttemptRow, look: Look): Promise<Confirmation> {
  const [found] = await ctx.db.select().from(chainTransaction).where(eq(chainTransaction.hash, row.txHash));
  if (found) {
    const transaction = fromStoredTransaction(found.body as StoredTransaction);
    const reason = await findDifference(ctx, row, transaction);
    if (reason) return { kind: "wrong", reason };
    return moveByDepth(ctx, row, transaction, look);
  }
  return giveUpIfProven(ctx, row, look);
}

/** In the ledger it must be valid and pay exactly what the batch says, output for output. */
async function findDifference(
  ctx: PayoutContext,
  row: AttemptRow,
  transaction: ChainTransaction,
): Promise<string | null> {
  const where = `transaction ${row.txHash} of day ${row.dayIndex}, batch ${row.batchNo},`;
  if (!transaction.valid) return `${where} is on chain, but its script failed: only collateral was spent`;
  const [, ...outputs] = transaction.outputs;
  const payouts = row.batchNo === 0 ? [] : (await loadBatch(ctx.db, row.dayIndex, row.batchNo)).payouts;
  const same =
    outputs.length === payouts.length &&
    payouts.every((payout, index) => {
      const output = outputs[index];
      return (
        output?.address === payout.address &&
        output.lovelace === payout.lovelace &&
        Object.keys(output.assets).length === 0
      );
    });
  return same ? null : `${where} is on chain with other outputs than were approved`;
}

async function moveByDepth(
  ctx: PayoutContext,
  row: AttemptRow,
  { block }: ChainTransaction,
  { now, operations, finalDepth }: Look,
): Promise<Confirmation> {
  const depth = now.height - block.height;
  const state = row.state as AttemptState;
  const to = nextState(state, depth, operations.confirmDepth, finalDepth);
  if (to === null) return UNCHANGED;
  if (to === "IN_LEDGER" && row.batchNo > 0) ctx.crashAt("payout-in-ledger");
  await withTransaction(ctx.db, async (tx) => {
    await holdBlock(tx, block.hash);
    await moveAttempt(tx, row, to, {
      actor: "job:confirm",
      atMs: now.timeMs,
      detail: `block ${block.height} ${block.hash}, ${depth} deep`,
      set: { ledgerHeight: block.height, ledgerHash: block.hash },
    });
  });
  return { kind: "moved", to };
}

/** One state at a time, so that each leaves its trail. */
function nextState(state: AttemptState, depth: number, confirmDepth: number, finalDepth: number): AttemptState | null {
  if (state === "IN_LEDGER") return depth >= confirmDepth ? "CONFIRMED" : null;
  if (state === "CONFIRMED") return depth >= finalDepth ? "FINAL" : null;
  return state === "FINAL" ? null : "IN_LEDGER";
}

/**
 * Given up only by proof (payouts.md, 6): our own hash-linked scan has every block past the expiry, deep enough,
 * without it. Whether its input is still there says what it is: expired, replaced by another, or orphaned.
 */
async function giveUpIfProven(ctx: PayoutContext, row: AttemptRow, look: Look): Promise<Confirmation> {
  const { now, operations, finalDepth } = look;
  const past = await ctx.db.$count(blockHeader, gt(blockHeader.slot, row.validUntilSlot));
  if (past < operations.expiryDepth) return UNCHANGED;
  const [input] = await ctx.db
    .select()
    .from(poolUtxo)
    .where(and(eq(poolUtxo.txHash, row.inputTxHash), eq(poolUtxo.outputIndex, row.inputIndex)));
  if (input && input.spentHeight !== null && now.height - input.spentHeight < finalDepth) return UNCHANGED;
  const to: AttemptState = !input ? "ORPHANED" : input.spentHeight !== null ? "SUPERSEDED" : "EXPIRED";
  if (to === "EXPIRED" && !(await isStillUnspent(ctx, input?.address ?? "", row))) return UNCHANGED;
  await withTransaction(ctx.db, (tx) =>
    moveAttempt(tx, row, to, {
      actor: "job:confirm",
      atMs: now.timeMs,
      detail: `${past} blocks after slot ${row.validUntilSlot} do not hold it`,
    }),
  );
  return { kind: "moved", to };
}

/** A second look, at the source's own index: the output that the attempt spends is there. */
async function isStillUnspent(ctx: PayoutContext, address: string, row: AttemptRow): Promise<boolean> {
  const unspent = await ctx.source.unspentOutputs(address);
  return unspent.some(({ ref }) => ref.txHash === row.inputTxHash && ref.index === row.inputIndex);
}
