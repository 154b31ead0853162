import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { attempt, day } from "@/db/schema";
import { type DayState, SIGNED_DAY_STATES } from "@/server/domain/day/states";
import { freezeDay, moveDay } from "../day/move-day";
import { queueEvent } from "../outbox/queue-event";
import { type AttemptRow, moveAttempt } from "./attempts";
import { readLineage } from "./lineage";
import { moveDayBack } from "./move-day-back";

const BEFORE_SIGNING: readonly DayState[] = ["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW"];

/**
 * Takes back what a rollback to `height` undid, in the transaction that undoes the blocks: attempts that lost
 * their block are sent again with the same bytes; a day whose snapshot is gone is read anew, or stops if anything
 * was signed for it. Call it after the blocks are gone.
 */
export async function revisePayments(tx: Transaction, height: number, atMs: number): Promise<void> {
  await queueEvent(tx, "chain.rollback", { height });
  // Days first, then attempts, then the audit log's lock, as everybody takes them.
  const days = await tx
    .select()
    .from(day)
    .where(inArray(day.state, [...BEFORE_SIGNING, ...SIGNED_DAY_STATES]))
    .orderBy(asc(day.dayIndex))
    .for("update");
  await reviveAttempts(tx, height, atMs);
  for (const row of days) {
    const state = row.state as DayState;
    if (row.snapshotHeight !== null && row.snapshotHeight > height) {
      const reason = `a rollback to block ${height} took the snapshot's block ${row.snapshotHeight}`;
      if (BEFORE_SIGNING.includes(state)) await readAnew(tx, row, reason, atMs);
      else await freezeDay(tx, row, { actor: "job:scan", atMs, reason });
      continue;
    }
    if (row.planDigest === null) continue;
    const detail = `a rollback to block ${height}`;
    await moveDayBack(tx, row, await readLineage(tx, row.planDigest), { actor: "job:scan", atMs, detail });
  }
}

async function reviveAttempts(tx: Transaction, height: number, atMs: number): Promise<void> {
  const lost: AttemptRow[] = await tx
    .select()
    .from(attempt)
    .where(and(gt(attempt.ledgerHeight, height), inArray(attempt.state, ["IN_LEDGER", "CONFIRMED"])))
    .for("update");
  await forgetBroadcasts(tx, height);
  for (const row of lost) {
    await moveAttempt(tx, row, "BROADCAST", {
      actor: "job:scan",
      atMs,
      detail: `a rollback to block ${height} took block ${row.ledgerHeight}`,
      // Due at once: nobody has the bytes any more but us.
      set: { ledgerHeight: null, ledgerHash: null, lastBroadcastHeight: null },
    });
  }
}

/** Sent on a chain that is gone: when it is due again must not wait until the new one has grown as high. */
async function forgetBroadcasts(tx: Transaction, height: number): Promise<void> {
  await tx
    .update(attempt)
    .set({ lastBroadcastHeight: null })
    .where(and(gt(attempt.lastBroadcastHeight, height), eq(attempt.state, "BROADCAST")));
}

async function readAnew(tx: Transaction, row: typeof day.$inferSelect, reason: string, atMs: number): Promise<void> {
  await moveDay(tx, row, "OPEN", {
    actor: "job:scan",
    atMs,
    detail: reason,
    set: {
      snapshotHash: null,
      snapshotHeight: null,
      snapshotSlot: null,
      reportHash: null,
      commitment: null,
      planDigest: null,
      rulesVersion: null,
    },
  });
}
