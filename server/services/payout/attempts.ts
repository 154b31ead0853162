import { and, asc, eq, gte, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { attempt } from "@/db/schema";
import {
  ATTEMPT_MOVES,
  type AttemptMove,
  type AttemptState,
  canMoveAttempt,
  LIVE_ATTEMPT_STATES,
} from "@/server/domain/day/attempt-states";
import type { OutRef } from "@/server/domain/ports";
import { type Actor, appendAudit } from "../audit/append-audit";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { LostRace } from "../lost-race";
import { queueEvent } from "../outbox/queue-event";

export type AttemptRow = typeof attempt.$inferSelect;

/** What a transaction is for: to commit a day's plan, pay one of its batches, end it after its deadline, or resume it. */
export type Purpose = Pick<AttemptRow, "kind" | "batchNo">;
export const COMMIT: Purpose = { kind: "commit", batchNo: 0 };
export const EXPIRE: Purpose = { kind: "expire", batchNo: 0 };
export const RESUME: Purpose = { kind: "resume", batchNo: 0 };
export const payOf = (batchNo: number): Purpose => ({ kind: "pay", batchNo });

/**
 * The live attempts to commit a day's plan (batch 0) and to pay its batches, from a batch on, in their order. At most
 * one per batch. Each has its bytes, so ask for no more than is needed.
 */
export async function liveAttempts(
  db: Database | Transaction,
  dayIndex: number,
  fromBatch: number,
): Promise<AttemptRow[]> {
  return db
    .select()
    .from(attempt)
    .where(
      and(
        eq(attempt.dayIndex, dayIndex),
        inArray(attempt.kind, ["commit", "pay"]),
        gte(attempt.batchNo, fromBatch),
        inArray(attempt.state, [...LIVE_ATTEMPT_STATES]),
      ),
    )
    .orderBy(asc(attempt.batchNo));
}

/** The live attempt for a purpose. A plan may end and be resumed more than once, each time on another `input`. */
export async function findLive(
  db: Database | Transaction,
  dayIndex: number,
  { kind, batchNo }: Purpose,
  input: OutRef,
): Promise<AttemptRow | null> {
  const onInput = and(eq(attempt.inputTxHash, input.txHash), eq(attempt.inputIndex, input.index));
  const [row] = await db
    .select()
    .from(attempt)
    .where(
      and(
        eq(attempt.dayIndex, dayIndex),
        eq(attempt.kind, kind),
        eq(attempt.batchNo, batchNo),
        kind === "expire" || kind === "resume" ? onInput : undefined,
        inArray(attempt.state, [...LIVE_ATTEMPT_STATES]),
      ),
    );
  return row ?? null;
}

/**
 * Moves an attempt: a conditional update on the state that the caller saw, with audit row and event. Throws LostRace if
 * the state has changed.
 */
export async function moveAttempt(
  tx: Transaction,
  seen: AttemptRow,
  move: AttemptMove,
  how: { actor: Actor; atMs: number; detail: string; set?: Partial<AttemptRow> },
): Promise<void> {
  const from = seen.state;
  if (!canMoveAttempt(from, move)) throw new Error(`attempt ${seen.txHash} is ${from}: it cannot ${move}`);
  const { to } = ATTEMPT_MOVES[move];
  const moved = await tx
    .update(attempt)
    .set({ ...how.set, state: to })
    .where(and(eq(attempt.id, seen.id), eq(attempt.state, from)))
    .returning({ id: attempt.id });
  if (moved.length !== 1) throw new LostRace(`attempt ${seen.txHash} is no longer ${from}`);
  await recordAttempt(tx, { ...seen, state: to }, from, how);
}

/** Locks a day as the caller saw it until the transaction ends, so that nothing is stored or sent for a stopped day. */
export async function holdDay(
  tx: Transaction,
  seen: Pick<DayRow, "dayIndex" | "state" | "snapshotId" | "planDigest" | "deadlineMs">,
): Promise<void> {
  const held = await loadDay(tx, seen.dayIndex, "for update");
  const same = (["state", "snapshotId", "planDigest", "deadlineMs"] as const).every((key) => held[key] === seen[key]);
  if (!same) throw new LostRace(`day ${seen.dayIndex} is no longer ${seen.state} with the same plan`);
}

export async function recordAttempt(
  tx: Transaction,
  row: Pick<AttemptRow, "dayIndex" | "kind" | "batchNo" | "txHash" | "state">,
  from: AttemptState | null,
  { actor, atMs, detail }: { actor: Actor; atMs: number; detail: string },
): Promise<void> {
  const { dayIndex, kind, batchNo, txHash, state } = row;
  await appendAudit(tx, {
    actor,
    action: `payout.${state.toLowerCase()}`,
    subject: `day:${dayIndex}:batch:${batchNo}`,
    details: { txHash, kind, from, detail },
    atMs,
  });
  await queueEvent(tx, "batch.state", { dayIndex, kind, batchNo, txHash, state });
}
