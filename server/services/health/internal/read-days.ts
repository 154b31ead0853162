import { asc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { dayEndMs, dayIndexOf } from "@/server/domain/day/calendar";
import { STOPPED_DAY_STATES } from "@/server/domain/day/states";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import { sayStopReason } from "@/server/words/stop-reason";
import { type ChainNow, chainNow } from "../../chain-now";
import { firstUnopened } from "../../day/first-unopened";
import { isInStates } from "../../day/in-states";
import type { DayRow } from "../../day/move-day";
import { oldestUnfinishedDay } from "../../day/oldest-unfinished-day";
import { readTimeline } from "../../day/read-timeline";
import { type LivePool, loadLivePool, whyNoPool } from "../../pool/load-pool";
import { operationsInForce } from "../../settings-in-force";
import { whoIsAwaited } from "../who-is-awaited";
import { judgeDays } from "./judge-days";
import type { ScanState } from "./read-scan";

const STOPPED_SHOWN = 5;

/** Days that ended and are not paid, by the newest chain time that is known, and those that are stopped. */
export async function readDays(db: Database, state: ScanState | null): Promise<HealthPart[]> {
  const [now, pool] = [await chainNow(db), await loadLivePool(db)];
  if (!now || !pool || !state) {
    return [healthPart("days", { state: "waits", fact: `No day is paid: ${await whyNoPool(db)}.` })];
  }
  return [
    await readBacklog(db, { now, pool, reachedMs: Math.max(now.timeMs, state.tipTimeMs) }),
    await readStopped(db),
  ];
}

type Around = { readonly now: ChainNow; readonly pool: LivePool; readonly reachedMs: number };

async function readBacklog(db: Database, { now, pool, reachedMs }: Around): Promise<HealthPart> {
  const { intervalMs } = pool.settings;
  const operations = await operationsInForce(db);
  const row = await oldestUnfinishedDay(db);
  const oldest = row?.dayIndex ?? (await firstUnopened(db, pool.datum));
  const endMs = dayEndMs(oldest, intervalMs);
  const dayTakesMs = Math.max(intervalMs, operations.deadlineMs);
  const times = row?.state === "PROPOSED" ? await readTimeline(db, row, { now, intervalMs, operations }) : null;
  return judgeDays({
    // Also where a scan or an engine that stands still has opened none of them.
    ended: Math.max(0, dayIndexOf(reachedMs, intervalMs) - oldest),
    oldest,
    lateMs: reachedMs - (endMs + dayTakesMs),
    dayTakesMs,
    approvalDueMs: times?.approvalDueMs ?? null,
    reachedMs,
    awaited: await whoIsAwaited(db, row, { now, pool }),
  });
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
