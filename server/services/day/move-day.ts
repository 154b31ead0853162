import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { day, dayTransition } from "@/db/schema";
import { canMove, DAY_MOVES, type DayMove, FREEZABLE_DAY_STATES } from "@/server/domain/day/moves";
import type { DayState } from "@/server/domain/day/states";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { sayStopReason } from "@/server/words/stop-reason";
import { type Actor, appendAudit } from "../audit/append-audit";
import { LostRace } from "../lost-race";
import { queueEvent } from "../outbox/queue-event";

export type DayRow = typeof day.$inferSelect;

/**
 * What must still be as the caller saw it: a day may return to a state with another snapshot or plan, or to be closed.
 */
export type SeenDay = Pick<
  DayRow,
  "dayIndex" | "state" | "snapshotId" | "reportHash" | "planDigest" | "deadlineMs" | "closing"
>;

/** Who moved a day, when (chain time) and why, for the record. */
export type MoveRecord = { readonly actor: Actor; readonly atMs: number; readonly detail: string };

/**
 * Moves a day to another state: a conditional update on the state and contents that the caller saw, with the
 * transition, the audit row and the event, all in the caller's transaction. Throws `LostRace` if the day has changed.
 */
export async function moveDay(
  tx: Transaction,
  seen: SeenDay,
  move: DayMove,
  how: MoveRecord & { readonly set?: Partial<DayRow> },
): Promise<void> {
  if (!canMove(seen.state, move)) throw new Error(`day ${seen.dayIndex} is ${seen.state}: it cannot ${move}`);
  await changeState(tx, seen, DAY_MOVES[move].to, how);
}

/** The conditional update and its trail. */
async function changeState(
  tx: Transaction,
  seen: SeenDay,
  to: DayState,
  how: MoveRecord & { readonly set?: Partial<DayRow> },
): Promise<void> {
  const from = seen.state;
  const moved = await tx
    .update(day)
    .set({ ...how.set, state: to, stateSinceMs: how.atMs })
    .where(
      and(
        eq(day.dayIndex, seen.dayIndex),
        eq(day.state, from),
        sql`${day.snapshotId} is not distinct from ${seen.snapshotId}`,
        sql`${day.reportHash} is not distinct from ${seen.reportHash}`,
        sql`${day.planDigest} is not distinct from ${seen.planDigest}`,
        sql`${day.deadlineMs} is not distinct from ${seen.deadlineMs}`,
        seen.closing === null ? isNull(day.closing) : eq(day.closing, seen.closing),
      ),
    )
    .returning({ dayIndex: day.dayIndex });
  if (moved.length !== 1) throw new LostRace(`day ${seen.dayIndex} is no longer ${from}`);
  await recordMove(tx, { dayIndex: seen.dayIndex, from, to }, how);
}

/** The trail of a move: transition, audit row, event. */
export async function recordMove(
  tx: Transaction,
  { dayIndex, from, to }: { dayIndex: number; from: DayState | null; to: DayState },
  { actor, atMs, detail }: MoveRecord,
): Promise<void> {
  await tx.insert(dayTransition).values({ dayIndex, fromState: from, toState: to, atMs, detail });
  await appendAudit(tx, {
    actor,
    action: `day.${to.toLowerCase()}`,
    subject: `day:${dayIndex}`,
    details: { from, detail },
    atMs,
  });
  await queueEvent(tx, "day.state", { dayIndex, from, state: to, detail });
}

/** Stops a day until two people release it. What is signed or on chain stays as it is. */
export async function freezeDay(
  tx: Transaction,
  seen: SeenDay,
  how: { actor: Actor; atMs: number; reason: StopReason; findings?: DayRow["findings"] },
): Promise<void> {
  if (!FREEZABLE_DAY_STATES.includes(seen.state))
    throw new Error(`day ${seen.dayIndex} is ${seen.state}: it cannot be frozen`);
  await changeState(tx, seen, "FROZEN", {
    actor: how.actor,
    atMs: how.atMs,
    detail: sayStopReason(how.reason),
    set: {
      stopReason: how.reason,
      frozenFrom: seen.state,
      ...(how.findings ? { findings: how.findings } : {}),
    },
  });
}

/**
 * Says what else has happened to a stopped day; it stays stopped. Whoever has requested its release did not know of it,
 * so that request is void.
 */
export async function stopAgain(
  tx: Transaction,
  seen: SeenDay,
  how: MoveRecord & { readonly set: Partial<Omit<DayRow, "state">> },
): Promise<void> {
  if (seen.state !== "FROZEN") throw new Error(`day ${seen.dayIndex} is ${seen.state}: it is not frozen`);
  await changeState(tx, seen, "FROZEN", how);
}

/** Returns a frozen day to the state it was frozen in. releaseDay checks who may do so. */
export async function unfreezeDay(
  tx: Transaction,
  seen: SeenDay & Pick<DayRow, "frozenFrom">,
  how: MoveRecord & { readonly set?: Partial<DayRow> },
): Promise<void> {
  if (seen.state !== "FROZEN" || seen.frozenFrom === null)
    throw new Error(`day ${seen.dayIndex} is ${seen.state}: it is not frozen`);
  await changeState(tx, seen, seen.frozenFrom, {
    ...how,
    set: { ...how.set, stopReason: null, frozenFrom: null },
  });
}
