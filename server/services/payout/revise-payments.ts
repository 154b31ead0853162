import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { attempt, day } from "@/db/schema";
import { LANDED_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { type DayState, SIGNED_DAY_STATES, UNSIGNED_DAY_STATES } from "@/server/domain/day/states";
import type { StopReason } from "@/server/domain/day/stop-reason";
import type { Height } from "@/server/domain/units";
import { sayStopReason } from "@/server/words/stop-reason";
import { isInStates } from "../day/in-states";
import { type DayRow, freezeDay, stopAgain } from "../day/move-day";
import { readAnew, UNREAD } from "../day/read-anew";
import { findSnapshot, type SnapshotRow } from "../day/snapshot";
import { followedBy } from "../followed/followed";
import { queueEvent } from "../outbox/queue-event";
import { rulesOfVersion } from "../settings-in-force";
import { type AttemptRow, moveAttempt } from "./attempts";
import { moveDayBack } from "./internal/move-day-back";
import { readLineage } from "./lineage";

/** Those that a rollback may concern. A stopped day is watched like the state that it was stopped in. */
const WATCHED: readonly DayState[] = [...UNSIGNED_DAY_STATES, ...SIGNED_DAY_STATES, "FROZEN"];

/**
 * Takes back what a rollback to `height` undid, in the transaction that undoes the blocks. Attempts that lost their
 * block are sent again with the same bytes. A day whose snapshot is gone is read again, or stops if anything was signed
 * for it. A snapshot at `height` is gone too: the block after it, which showed that the day was over, is another now.
 * Call it after the blocks are gone. `why` is given where it was no rollback.
 */
export async function revisePayments(
  tx: Transaction,
  height: number,
  atMs: number,
  why: StopReason | null = null,
): Promise<void> {
  await queueEvent(tx, "chain.rollback", { height });
  // The lock order everywhere: days, then attempts, then the audit log.
  const days = await watchedDays(tx);
  await reviveAttempts(tx, height, atMs);
  for (const { row, read } of days) {
    if (read !== null && read.height >= height) {
      const rolledBack: StopReason = { kind: "snapshot-rolled-back", height, snapshotHeight: read.height };
      await dropSnapshot(tx, row, why ?? rolledBack, atMs);
      continue;
    }
    if (row.planDigest === null || row.state === "FROZEN") continue;
    const detail = why ? sayStopReason(why) : `a rollback to block ${height}`;
    await moveDayBack(tx, row, await readLineage(tx, row.planDigest), { actor: "job:scan", atMs, detail });
  }
}

/** Locked, with what they were read from. */
async function watchedDays(tx: Transaction): Promise<{ row: DayRow; read: SnapshotRow | null }[]> {
  const rows = await tx.select().from(day).where(isInStates(WATCHED)).orderBy(asc(day.dayIndex)).for("update");
  const days: { row: DayRow; read: SnapshotRow | null }[] = [];
  for (const row of rows) days.push({ row, read: await findSnapshot(tx, row) });
  return days;
}

type ReadAgain = {
  readonly subjects: readonly number[];
  readonly height: Height;
  readonly reason: StopReason;
  readonly atMs: number;
};

/** The same for tokens and plays that are read again above a height: days that saw them, and no others. */
export async function reviseSnapshots(tx: Transaction, { subjects, height, reason, atMs }: ReadAgain): Promise<void> {
  for (const { row, read } of await watchedDays(tx)) {
    if (read === null || read.height <= height) continue;
    const { rules } = await rulesOfVersion(tx, read.rulesVersion);
    const { asset, game } = await followedBy(tx, rules);
    if ([asset, game].some((id) => id !== null && subjects.includes(id))) await dropSnapshot(tx, row, reason, atMs);
  }
}

/**
 * Read anew, or stopped if anything was signed for it. A stopped day stays stopped, for people have to know of it: one
 * that nobody has signed for is read anew when it is released.
 */
async function dropSnapshot(tx: Transaction, row: DayRow, reason: StopReason, atMs: number): Promise<void> {
  const how = { actor: "job:scan", atMs, detail: sayStopReason(reason) } as const;
  const isUnsigned = UNSIGNED_DAY_STATES.includes(row.frozenFrom ?? row.state);
  if (row.state !== "FROZEN") {
    if (isUnsigned) await readAnew(tx, row, how);
    else await freezeDay(tx, row, { ...how, reason });
  } else {
    // What a person wrote is found by no check again.
    const both = row.stopReason?.kind === "by-person" ? { ...row.stopReason, and: reason } : reason;
    await stopAgain(tx, row, {
      ...how,
      set: isUnsigned ? { ...UNREAD, stopReason: row.stopReason, frozenFrom: "OPEN" } : { stopReason: both },
    });
  }
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
