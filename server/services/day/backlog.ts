import { and, count, lt, max, min } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { type DayState, UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import type { DayIndex, PosixMs } from "@/server/domain/units";
import { isInStates } from "./in-states";

/** Days that have ended and are not settled. They are paid one after the other, the oldest first. */
export type Backlog = {
  /** How many: one is usual, for every day is paid after its end. */
  readonly days: number;
  readonly oldestDay: DayIndex;
  readonly newestDay: DayIndex;
};

/** By the chain's clock; null if every day that has ended is settled. */
export async function readBacklog(
  db: Database | Transaction,
  by: { readonly timeMs: PosixMs; readonly intervalMs: number },
): Promise<Backlog | null> {
  const today = dayIndexOf(by.timeMs, by.intervalMs);
  const [row] = await db
    .select({ days: count(), oldestDay: min(day.dayIndex), newestDay: max(day.dayIndex) })
    .from(day)
    .where(and(isInStates(UNSETTLED_DAY_STATES), lt(day.dayIndex, today)));
  if (row?.oldestDay == null || row.newestDay == null) return null;
  return { days: row.days, oldestDay: row.oldestDay, newestDay: row.newestDay };
}

/** Whether payouts are late: more than the one day that is always being paid. */
export function isLate(backlog: Backlog | null): backlog is Backlog {
  return (backlog?.days ?? 0) > 1;
}

/** The earlier day that this one waits for before anything happens to it; null if it waits for none. */
export function waitsForDay(
  { dayIndex, state }: { readonly dayIndex: DayIndex; readonly state: DayState },
  backlog: Backlog | null,
): DayIndex | null {
  if (!backlog || !UNSETTLED_DAY_STATES.includes(state)) return null;
  const isAfterOldest = dayIndex > backlog.oldestDay && dayIndex <= backlog.newestDay;
  return isAfterOldest ? backlog.oldestDay : null;
}
