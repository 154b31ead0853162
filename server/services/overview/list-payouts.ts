import { and, asc, desc, inArray, lt, ne } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempt, batch, day, settlement } from "@/db/schema";
import type { DayState } from "@/server/domain/day/states";
import type { AttemptView, BatchView } from "../approval/plan-figures";
import { type DayPayments, paymentsNow } from "../published/payments";

export type PayoutDay = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly stateSinceMs: number;
  readonly totalLovelace: bigint | null;
  readonly outputs: number | null;
  readonly feeLovelace: bigint | null;
  readonly batches: readonly BatchView[];
  readonly attempts: readonly AttemptView[];
  /** What the chain says, whoever built it. */
  readonly payments: DayPayments | null;
};

export type PayoutPage = { readonly days: readonly PayoutDay[]; readonly olderThan: number | null };

/**
 * Days with a snapshot, newest first, with their transactions; the next page begins below `olderThan`. Days that have
 * only begun (there can be many after a standstill) have nothing to show.
 */
export async function listPayouts(
  db: Database,
  { below, limit }: { readonly below: number | null; readonly limit: number },
): Promise<PayoutPage> {
  const rows = await db
    .select()
    .from(day)
    .where(and(ne(day.state, "OPEN"), below === null ? undefined : lt(day.dayIndex, below)))
    .orderBy(desc(day.dayIndex))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const indexes = shown.map(({ dayIndex }) => dayIndex);
  if (indexes.length === 0) return { days: [], olderThan: null };
  const batches = await db.select().from(batch).where(inArray(batch.dayIndex, indexes)).orderBy(asc(batch.batchNo));
  const attempts = await db
    .select()
    .from(attempt)
    .where(inArray(attempt.dayIndex, indexes))
    .orderBy(asc(attempt.batchNo), asc(attempt.writtenAt));
  const settled = await db.select().from(settlement).where(inArray(settlement.dayIndex, indexes));
  const payments = await paymentsNow(db, shown);
  const days = shown.map(({ dayIndex, state, stateSinceMs, totalLovelace, outputs }) => ({
    dayIndex,
    state,
    stateSinceMs,
    totalLovelace,
    outputs,
    feeLovelace: settled.find((row) => row.dayIndex === dayIndex)?.feeLovelace ?? null,
    batches: batches.filter((row) => row.dayIndex === dayIndex),
    attempts: attempts.filter((row) => row.dayIndex === dayIndex),
    payments: payments.get(dayIndex) ?? null,
  }));
  return { days, olderThan: rows.length > limit ? (shown.at(-1)?.dayIndex ?? null) : null };
}
