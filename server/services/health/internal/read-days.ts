import { asc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { STOPPED_DAY_STATES } from "@/server/domain/day/states";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import { paidByMs } from "@/server/domain/monitoring/day-in-turn";
import type { PosixMs } from "@/server/domain/units";
import { sayStopReason } from "@/server/words/stop-reason";
import { isInStates } from "../../day/in-states";
import type { DayRow } from "../../day/move-day";
import { whyNoPool } from "../../pool/load-pool";
import { type ClockOfDays, readClockOfDays } from "../clock-of-days";
import { readDayInTurn } from "../read-day-in-turn";
import { type Backlog, judgeDays } from "./judge-days";

const STOPPED_SHOWN = 5;

/** Days that ended and are not paid, and those that are stopped. */
export async function readDays(db: Database, nowMs: PosixMs): Promise<HealthPart[]> {
  const clock = await readClockOfDays(db, nowMs);
  if (!clock) {
    return [healthPart("days", { state: "waits", fact: `No day is paid: ${await whyNoPool(db)}.` })];
  }
  return [judgeDays(await readBacklog(db, clock)), await readStopped(db)];
}

/** Also where a scan or an engine that stands still has opened none of them. Null if each that ended is settled. */
async function readBacklog(db: Database, clock: ClockOfDays): Promise<Backlog | null> {
  const seen = await readDayInTurn(db, clock);
  if (!seen) return null;
  const { day: oldest, reachedMs, awaited } = seen;
  const { intervalMs, deadlineMs } = oldest.settings;
  const dueMs = paidByMs(oldest);
  return {
    ended: oldest.later + 1,
    oldest: oldest.dayIndex,
    lateMs: dueMs === null ? 0 : reachedMs - dueMs,
    dayTakesMs: Math.max(intervalMs, deadlineMs),
    approvalDueMs: oldest.state === "PROPOSED" ? oldest.approvalDueMs : null,
    reachedMs,
    awaited,
  };
}

async function readStopped(db: Database): Promise<HealthPart> {
  const rows = await db
    .select()
    .from(day)
    .where(isInStates(STOPPED_DAY_STATES))
    .orderBy(asc(day.dayIndex))
    .limit(STOPPED_SHOWN);
  const [first] = rows;
  if (!first) return healthPart("stopped days", { state: "ok", fact: "No day is stopped." });
  return healthPart("stopped days", {
    state: "warning",
    fact: rows.map(sayStopped).join(" "),
    next: "Find the cause on the day's page. What two people may do then stands there.",
    href: `/admin/days/${first.dayIndex}`,
  });
}

function sayStopped({ dayIndex, stopReason }: DayRow): string {
  return `Day ${dayIndex} is stopped: ${sayStopReason(stopReason)}`;
}
