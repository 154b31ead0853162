import type { Database } from "@/db/client";
import { dayEndMs } from "@/server/domain/day/calendar";
import type { Operations } from "@/server/domain/day/operations";
import { PUBLISHED_DAY_STATES } from "@/server/domain/day/states";
import { timeline } from "@/server/domain/day/timeline";
import type { PosixMs } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import { type Backlog, isLate } from "./backlog";
import type { DayRow } from "./move-day";
import { readTimeline } from "./read-timeline";

/** When things are due for a day, for people to read: null is what depends on something that has not happened. */
export type Schedule = {
  readonly dayEndMs: PosixMs;
  readonly previewUntilMs: PosixMs | null;
  readonly approvalDueMs: PosixMs | null;
  readonly deadlineMs: PosixMs | null;
};

type Day = Pick<DayRow, "dayIndex" | "state" | "frozenFrom" | "deadlineMs" | "closing">;
type By = {
  readonly now: Pick<ChainNow, "timeMs">;
  readonly intervalMs: number;
  readonly operations: Operations;
  readonly backlog: Backlog | null;
};

/**
 * Only times that hold. The review counts from the publication of the report, so its end is not known before. While
 * earlier days wait, and for a day that is late already, nothing but its end is known until then. A day that people
 * have closed has no payment to wait for.
 */
export async function readSchedule(db: Database, row: Day, by: By): Promise<Schedule> {
  const { now, intervalMs, operations, backlog } = by;
  if (PUBLISHED_DAY_STATES.includes(row.frozenFrom ?? row.state)) {
    const { previewUntilMs, approvalDueMs, deadlineMs, dayEndMs: endMs } = await readTimeline(db, row, by);
    return { dayEndMs: endMs, previewUntilMs, approvalDueMs, deadlineMs };
  }
  const times = timeline({ ...operations, intervalMs }, row.dayIndex, now.timeMs);
  const isKnown = row.closing === null && !times.late && !isLate(backlog);
  return {
    dayEndMs: dayEndMs(row.dayIndex, intervalMs),
    previewUntilMs: null,
    approvalDueMs: isKnown ? times.approvalDueMs : null,
    deadlineMs: isKnown ? times.deadlineMs : null,
  };
}
