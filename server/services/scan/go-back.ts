import { desc, eq, lt } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { networkLabel } from "@/server/domain/cardano/network";
import type { TransactionRef } from "@/server/domain/ports";
import { again, type Context, done, type JobResult, needsHuman } from "../context";
import { revisePayments } from "../payout/revise-payments";
import { loadPoolRow } from "../pool/load-pool";
import { undoAbove } from "./apply-range";
import { findFork } from "./find-fork";
import { type Cursor, NOWHERE, type Tracking } from "./tracking";

/**
 * The source does not know our last block: takes back what its chain no longer has. Nothing is undone for a source
 * that is merely behind us, that follows another network, or that replaced more than any chain may.
 */
export async function followFork(ctx: Context, cursor: Cursor, tracking: Tracking): Promise<JobResult> {
  const genesis = await ctx.source.genesis();
  const pool = await loadPoolRow(ctx.db);
  const label = networkLabel(genesis.networkMagic);
  if (pool && pool.settings.network !== label) {
    return needsHuman(
      `The chain source follows ${label}, but the pool is on ${pool.settings.network}. Nothing was changed: check BLOCKFROST_URL.`,
    );
  }
  const tip = await ctx.source.tip();
  const fork = await findFork(ctx.db, ctx.source, cursor);
  const depth = cursor.height - fork.height;
  if (fork.hash === tip.hash) {
    return done(
      `The chain source is ${depth} blocks behind what was read from it; nothing is undone until it has others.`,
    );
  }
  // Before the pool's start we hold few headers, so the fork found there lies lower than the real one.
  const replaced = cursor.height - Math.max(fork.height, tracking.startHeight);
  if (replaced > genesis.securityParam) {
    return needsHuman(
      `The chain source has replaced at least ${replaced} blocks; no chain may replace more than ${genesis.securityParam}. It is on another chain: check BLOCKFROST_URL.`,
    );
  }
  const undone = await goBack(ctx, cursor, fork);
  ctx.log.warn({ from: cursor.height, to: fork.height }, "rollback");
  return again(undone ? `${depth} blocks were rolled back to ${fork.height}` : "another instance moved the cursor");
}

/** Takes back the blocks from the one on whose transaction was missed, so that they are read again with it. */
export async function readAgain(ctx: Context, cursor: Cursor, missed: TransactionRef): Promise<JobResult> {
  const [before] = await ctx.db
    .select({ height: schema.blockHeader.height, hash: schema.blockHeader.hash })
    .from(schema.blockHeader)
    .where(lt(schema.blockHeader.height, missed.height))
    .orderBy(desc(schema.blockHeader.height))
    .limit(1);
  const undone = await goBack(ctx, cursor, before ?? NOWHERE);
  ctx.log.warn({ missed: missed.hash, height: missed.height }, "the source's index was behind its tip");
  return again(
    undone
      ? `the source had not listed ${missed.hash} when block ${missed.height} was read; it is read again`
      : "another instance moved the cursor",
  );
}

/** False when the cursor is no longer where the caller saw it. */
async function goBack(ctx: Context, cursor: Cursor, to: Cursor): Promise<boolean> {
  return withTransaction(ctx.db, async (tx) => {
    const [held] = await tx.select().from(schema.sourceState).for("update");
    if (!held || held.hash !== cursor.hash) return false;
    await undoAbove(tx, to.height);
    await revisePayments(tx, to.height, held.tipTimeMs);
    if (to.height === NOWHERE.height) await tx.delete(schema.sourceState);
    else await moveBack(tx, to);
    return true;
  });
}

async function moveBack(tx: Transaction, fork: Cursor): Promise<void> {
  const [header] = await tx.select().from(schema.blockHeader).where(eq(schema.blockHeader.height, fork.height));
  if (!header) throw new Error(`block ${fork.height} is missing from the chain that we follow`);
  const { height, hash, slot, timeMs } = header;
  await tx.update(schema.sourceState).set({ height, hash, slot, timeMs });
}
