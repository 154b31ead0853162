import type { Database } from "@/db/client";
import { dayEndMs } from "@/server/domain/day/calendar";
import { graceMs, movesByMs, paidByMs } from "@/server/domain/monitoring/day-in-turn";
import type { PosixMs } from "@/server/domain/units";
import { readClockOfDays } from "../health/clock-of-days";
import { readDayInTurn } from "../health/read-day-in-turn";

/** The oldest day that is owed, as rules judge it. */
export type Owed = {
  /** Days that ended and are not settled. */
  readonly days: number;
  readonly ageMs: number;
  /** After the time by which it is paid, and by which it leaves its state; negative before. Null where none is set. */
  readonly overdueMs: number | null;
  readonly behindMs: number | null;
  /** What is late by less is in time. */
  readonly graceMs: number;
};

/** Null if nothing is owed. */
export async function readOwed(db: Database, nowMs: PosixMs): Promise<Owed | null> {
  const seen = await readDayInTurn(db, await readClockOfDays(db, nowMs));
  if (!seen) return null;
  const { day, reachedMs } = seen;
  const after = (ms: PosixMs | null) => (ms === null ? null : reachedMs - ms);
  return {
    days: day.later + 1,
    ageMs: reachedMs - dayEndMs(day.dayIndex, day.settings.intervalMs),
    overdueMs: after(paidByMs(day)),
    behindMs: after(movesByMs(day)),
    graceMs: graceMs(day),
  };
}
