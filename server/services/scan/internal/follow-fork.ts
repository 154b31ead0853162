import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { networkLabel } from "@/server/domain/cardano/network";
import { noteRollback } from "../../chain-hold/note-rollback";
import type { Context } from "../../context";
import { again, done, type JobResult, needsHuman } from "../../job-result";
import { revisePayments } from "../../payout/revise-payments";
import { loadPoolRow } from "../../pool/load-pool";
import type { Place, State } from "./cursor";
import { findFork } from "./find-fork";
import { undoAbove } from "./undo";

/**
 * The source does not know our last block: takes back what its chain no longer has. Nothing is undone for a source
 * that is merely behind us or answers now from one server and now from another, that follows another network, or that
 * replaced more than any chain may.
 */
export async function followFork(ctx: Context, cursor: State): Promise<JobResult> {
  const genesis = await ctx.source.genesis();
  const pool = await loadPoolRow(ctx.db);
  const label = networkLabel(genesis.networkMagic);
  if (pool && pool.settings.network !== label) {
    return needsHuman(
      `The chain source follows ${label}, but the pool is on ${pool.settings.network}. Nothing was changed: check its address and SOURCES.`,
    );
  }
  const { block: fork, lost } = await findFork(ctx.db, ctx.source, cursor);
  const depth = cursor.height - (fork?.height ?? pool?.row.startHeight ?? 0);
  if (fork === null || depth > genesis.securityParam) {
    return needsHuman(
      `The chain source has replaced at least ${depth} blocks; no chain may replace more than ${genesis.securityParam}. It is on another chain: check its address and SOURCES.`,
    );
  }
  const other = await ctx.source.block(fork.height + 1);
  if (other === null) {
    return done(
      `The chain source is ${depth} blocks behind what was read from it; nothing is undone until it has others.`,
    );
  }
  if (other.hash === lost.hash || other.previousHash !== fork.hash) {
    return done(
      `The chain source does not know block ${cursor.height} and shows no other chain from block ${fork.height} on: its answers come from servers that differ. Nothing is undone.`,
    );
  }
  const undone = await goBack(ctx, cursor, fork, (tx) => noteRollback(tx, cursor.height, fork.height));
  ctx.log.warn({ from: cursor.height, to: fork.height }, "rollback");
  return again(undone ? `${depth} blocks were rolled back to ${fork.height}` : "another instance moved the cursor");
}

/** False when the cursor is no longer where the caller saw it. `record` is written in the same transaction. */
export async function goBack(
  ctx: Context,
  cursor: Place,
  to: Place,
  record: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<boolean> {
  return withTransaction(ctx.db, async (tx) => {
    const [held] = await tx.select().from(schema.sourceState).for("update");
    if (!held || held.hash !== cursor.hash) return false;
    const [header] = await tx.select().from(schema.blockHeader).where(eq(schema.blockHeader.height, to.height));
    if (!header) throw new Error(`block ${to.height} is missing from the chain that we follow`);
    await undoAbove(tx, to.height);
    await revisePayments(tx, to.height, held.tipTimeMs);
    const { height, hash, slot, timeMs } = header;
    await tx.update(schema.sourceState).set({ height, hash, slot, timeMs });
    await record(tx);
    return true;
  });
}
