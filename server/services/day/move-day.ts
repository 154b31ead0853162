import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { day, dayTransition } from "@/db/schema";
import { canTransition, type DayState } from "@/server/domain/day/states";
import { type Actor, appendAudit } from "../audit/append-audit";
import { queueEvent } from "../outbox/queue-event";

export type DayRow = typeof day.$inferSelect;

/** Somebody else moved the day first. The caller re-reads; nothing of its transaction is kept. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}

/** What of a day must still be as the caller saw it: a day may come back to a state with another snapshot or plan. */
export type SeenDay = Pick<DayRow, "dayIndex" | "state" | "snapshotHash" | "reportHash" | "planDigest" | "deadlineMs">;

/**
 * Moves a day to another state: a conditional update on the state and contents that the caller saw, the transition,
 * the audit row and the event, all in the caller's transaction. Throws `LostRace` when the day is no longer there.
 */
export async function moveDay(
  tx: Transaction,
  seen: SeenDay,
  to: DayState,
  how: { actor: Actor; atMs: number; detail: string; set?: Partial<DayRow> },
): Promise<void> {
  const from = seen.state as DayState;
  if (!canTransition(from, to)) throw new Error(`day ${seen.dayIndex} cannot go from ${from} to ${to}`);
  const moved = await tx
    .update(day)
    .set({ ...how.set, state: to, stateSinceMs: how.atMs })
    .where(
      and(
        eq(day.dayIndex, seen.dayIndex),
        eq(day.state, from),
        sql`${day.snapshotHash} is not distinct from ${seen.snapshotHash}`,
        sql`${day.reportHash} is not distinct from ${seen.reportHash}`,
        sql`${day.planDigest} is not distinct from ${seen.planDigest}`,
        sql`${day.deadlineMs} is not distinct from ${seen.deadlineMs}`,
      ),
    )
    .returning({ dayIndex: day.dayIndex });
  if (moved.length !== 1) throw new LostRace(`day ${seen.dayIndex} is no longer ${from}`);
  await recordMove(tx, seen.dayIndex, from, to, how);
}

/** The trail of a move: transition, audit row, event. */
export async function recordMove(
  tx: Transaction,
  dayIndex: number,
  from: DayState | null,
  to: DayState,
  how: { actor: Actor; atMs: number; detail: string },
): Promise<void> {
  const { actor, atMs, detail } = how;
  await tx.insert(dayTransition).values({ dayIndex, fromState: from, toState: to, atMs, detail });
  await appendAudit(tx, {
    actor,
    action: `day.${to.toLowerCase()}`,
    subject: `day:${dayIndex}`,
    details: { from, detail },
    atMs,
  });
  await queueEvent(tx, "day.state", { dayIndex, state: to, detail });
}

/** Stops a day until two people release it. What is signed or on chain stays as it is. */
export async function freezeDay(
  tx: Transaction,
  seen: SeenDay,
  how: { actor: Actor; atMs: number; reason: string; findings?: unknown },
): Promise<void> {
  await moveDay(tx, seen, "FROZEN", {
    actor: how.actor,
    atMs: how.atMs,
    detail: how.reason,
    set: {
      frozenReason: how.reason,
      frozenFrom: seen.state,
      ...(how.findings ? { findings: how.findings } : {}),
    },
  });
}
