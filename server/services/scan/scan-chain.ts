import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { fromStoredTransaction } from "@/server/domain/cardano/stored-transaction";
import type { Context } from "../context";
import { again, done, type JobResult } from "../job-result";
import { applyRange, participationRow, undoAbove } from "./apply-range";
import { findMissed } from "./find-missed";
import { followFork, readAgain } from "./go-back";
import { learnSettings } from "./learn-settings";
import { loadTracking } from "./load-tracking";
import { type Range, readRange } from "./read-range";
import { type Cursor, InconsistentSource, NOWHERE, type Tracking, trackingKey } from "./tracking";

type StateRow = typeof schema.sourceState.$inferSelect;

/**
 * Follows the chain by one bounded step: reads what came after the cursor and applies it in one transaction, or
 * takes back what a rollback undid. Any number may run at once: the one that moves the cursor first wins.
 */
export async function scanChain(ctx: Context): Promise<JobResult> {
  const tracking = await loadTracking(ctx);
  if (!tracking) return done("There is no pool yet: run npm run deploy.");
  const state = await loadState(ctx, tracking);
  const cursor: Cursor = state ?? NOWHERE;
  try {
    const range = await readRange(ctx.source, cursor, tracking);
    if (range === "fork") return await followFork(ctx, cursor, tracking);
    if (range === "nothing-new") return done(`at block ${cursor.height}, nothing new`);
    const missed = await findMissed(ctx.db, range.recent);
    if (missed) return await readAgain(ctx, cursor, missed);
    const moved = await withTransaction(ctx.db, (tx) => advanceCursor(tx, range, tracking));
    if (!moved) return again("another instance moved the cursor");
    await learnSettings(ctx);
    const { height } = range.to;
    return height < range.tip.height
      ? again(`read to block ${height} of ${range.tip.height}`)
      : done(`at block ${height}, the tip`);
  } catch (error) {
    if (!(error instanceof InconsistentSource)) throw error;
    await noteError(ctx, error.message);
    ctx.log.warn({ problem: error.message }, "the chain source contradicts itself; nothing was written");
    return done(error.message);
  }
}

async function loadState(ctx: Context, tracking: Tracking): Promise<StateRow | null> {
  const [state] = await ctx.db.select().from(schema.sourceState);
  if (!state) return null;
  if (state.tracking !== trackingKey(tracking)) {
    ctx.log.warn(
      { from: state.tracking, to: trackingKey(tracking) },
      "what is followed has changed: reading from the start",
    );
    await withTransaction(ctx.db, async (tx) => {
      await undoAbove(tx, -1);
      await tx.delete(schema.sourceState);
    });
    return null;
  }
  if (state.rulesVersion !== tracking.rulesVersion) await recountPlays(ctx, tracking);
  return state;
}

/** The rules of play changed, but not what is followed: plays are counted again from the stored transactions. */
async function recountPlays(ctx: Context, tracking: Tracking): Promise<void> {
  await withTransaction(ctx.db, async (tx) => {
    await tx.select().from(schema.sourceState).for("update");
    const stored = await tx.select({ body: schema.chainTransaction.body }).from(schema.chainTransaction);
    await tx.delete(schema.participation);
    for (const { body } of stored) {
      const rows = participationRow(fromStoredTransaction(body), tracking);
      if (rows.length > 0) await tx.insert(schema.participation).values(rows);
    }
    await tx.update(schema.sourceState).set({ rulesVersion: tracking.rulesVersion });
  });
}

/** False when the cursor is no longer where the range began: somebody else has read on. */
async function advanceCursor(tx: Transaction, range: Range, tracking: Tracking): Promise<boolean> {
  const [held] = await tx.select().from(schema.sourceState).for("update");
  if ((held ?? NOWHERE).hash !== range.from.hash) return false;
  const now = {
    height: range.to.height,
    hash: range.to.hash,
    slot: range.to.slot,
    timeMs: range.to.timeMs,
    tipHeight: range.tip.height,
    tipTimeMs: range.tip.timeMs,
    tracking: trackingKey(tracking),
    rulesVersion: tracking.rulesVersion,
    lastError: null,
  };
  if (held) await tx.update(schema.sourceState).set(now);
  else {
    const first = await tx
      .insert(schema.sourceState)
      .values({ id: "scan", ...now })
      .onConflictDoNothing()
      .returning();
    if (first.length === 0) return false;
  }
  await applyRange(tx, range, tracking);
  return true;
}

async function noteError(ctx: Context, message: string): Promise<void> {
  await ctx.db.update(schema.sourceState).set({ lastError: message });
}
