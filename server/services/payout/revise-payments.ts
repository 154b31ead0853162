import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { attempt, day } from "@/db/schema";
import { LANDED_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { SIGNED_DAY_STATES, UNSIGNED_DAY_STATES } from "@/server/domain/day/states";
import type { StopReason } from "@/server/domain/day/stop-reason";
import type { Height } from "@/server/domain/units";
import { sayStopReason } from "@/server/words/stop-reason";
import { freezeDay, moveDay } from "../day/move-day";
import { followedBy } from "../followed/followed";
import { queueEvent } from "../outbox/queue-event";
import { rulesOfVersion } from "../settings-in-force";
import { type AttemptRow, moveAttempt } from "./attempts";
import { moveDayBack } from "./internal/move-day-back";
import { readLineage } from "./lineage";

/**
 * Takes back what a rollback to `height` undid, in the transaction that undoes the blocks. Attempts that lost their
 * block are sent again with the same bytes. A day whose snapshot is gone is read again, or stops if anything was signed
 * for it. Call it after the blocks are gone.
 */
export async function revisePayments(tx: Transaction, height: number, atMs: number): Promise<void> {
  await queueEvent(tx, "chain.rollback", { height });
  // The lock order everywhere: days, then attempts, then the audit log.
  const days = await tx
    .select()
    .from(day)
    .where(inArray(day.state, [...UNSIGNED_DAY_STATES, ...SIGNED_DAY_STATES]))
    .orderBy(asc(day.dayIndex))
    .for("update");
  await reviveAttempts(tx, height, atMs);
  for (const row of days) {
    if (row.snapshotHeight !== null && row.snapshotHeight > height) {
      await dropSnapshot(tx, row, { kind: "snapshot-rolled-back", height, snapshotHeight: row.snapshotHeight }, atMs);
      continue;
    }
    if (row.planDigest === null) continue;
    const detail = `a rollback to block ${height}`;
    await moveDayBack(tx, row, await readLineage(tx, row.planDigest), { actor: "job:scan", atMs, detail });
  }
}

type ReadAgain = {
  readonly subjects: readonly number[];
  readonly height: Height;
  readonly reason: StopReason;
  readonly atMs: number;
};

/** The same for tokens and plays that are read again above a height: days that saw them, and no others. */
export async function reviseSnapshots(tx: Transaction, { subjects, height, reason, atMs }: ReadAgain): Promise<void> {
  const days = await tx
    .select()
    .from(day)
    .where(and(inArray(day.state, [...UNSIGNED_DAY_STATES, ...SIGNED_DAY_STATES]), gt(day.snapshotHeight, height)))
    .orderBy(asc(day.dayIndex))
    .for("update");
  for (const row of days) {
    const { rules } = await rulesOfVersion(tx, row.rulesVersion ?? 0);
    const { asset, game } = await followedBy(tx, rules);
    if ([asset, game].some((id) => id !== null && subjects.includes(id))) await dropSnapshot(tx, row, reason, atMs);
  }
}

/** Read anew, or stopped if anything was signed for it. */
async function dropSnapshot(
  tx: Transaction,
  row: typeof day.$inferSelect,
  reason: StopReason,
  atMs: number,
): Promise<void> {
  if (UNSIGNED_DAY_STATES.includes(row.state)) await readAnew(tx, row, sayStopReason(reason), atMs);
  else await freezeDay(tx, row, { actor: "job:scan", atMs, reason });
}

async function reviveAttempts(tx: Transaction, height: number, atMs: number): Promise<void> {
  const lost: AttemptRow[] = await tx
    .select()
    .from(attempt)
    .where(and(gt(attempt.ledgerHeight, height), inArray(attempt.state, [...LANDED_ATTEMPT_STATES])))
    .for("update");
  await forgetBroadcasts(tx, height);
  for (const row of lost) {
    await moveAttempt(tx, row, "lose", {
      actor: "job:scan",
      atMs,
      detail: `a rollback to block ${height} took block ${row.ledgerHeight}`,
      // Due at once: only we still have the bytes.
      set: { ledgerHeight: null, ledgerHash: null, lastBroadcastHeight: null },
    });
  }
}

/** The height belongs to a chain that is gone. Without it, resending does not wait until the new chain is as high. */
async function forgetBroadcasts(tx: Transaction, height: number): Promise<void> {
  await tx
    .update(attempt)
    .set({ lastBroadcastHeight: null })
    .where(and(gt(attempt.lastBroadcastHeight, height), eq(attempt.state, "BROADCAST")));
}

async function readAnew(tx: Transaction, row: typeof day.$inferSelect, detail: string, atMs: number): Promise<void> {
  await moveDay(tx, row, "readAnew", {
    actor: "job:scan",
    atMs,
    detail,
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
