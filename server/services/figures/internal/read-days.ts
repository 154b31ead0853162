import { count, eq, max, min, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempt, day } from "@/db/schema";
import { dayEndMs, dayIndexOf } from "@/server/domain/day/calendar";
import { DAY_STATES } from "@/server/domain/day/states";
import { ageSeconds, type Figure, known } from "@/server/domain/monitoring/figures";
import { chainNow } from "../../chain-now";
import { oldestUnfinishedDay } from "../../day/oldest-unfinished-day";
import { findPause } from "../../engine-pause/find-pause";
import { loadPoolRow } from "../../pool/load-pool";

export async function readDays(db: Database, nowMs: number): Promise<Figure[]> {
  const states = await db.select({ state: day.state, days: count() }).from(day).groupBy(day.state);
  const [newest] = await db.select({ index: max(day.dayIndex) }).from(day);
  return [
    ...DAY_STATES.flatMap((state) =>
      known("oracle_days", states.find((row) => row.state === state)?.days ?? 0, { state }),
    ),
    ...known("oracle_day_newest_index", newest?.index),
    ...(await readUnpaid(db, nowMs)),
    ...(await readAttempts(db)),
    ...(await readPaused(db, nowMs)),
  ];
}

/** By this clock, so that a chain that stands still hides no unpaid day. */
async function readUnpaid(db: Database, nowMs: number): Promise<Figure[]> {
  const pool = await loadPoolRow(db);
  const oldest = await oldestUnfinishedDay(db);
  if (!pool || !oldest) return [...known("oracle_unpaid_age_seconds", 0), ...known("oracle_unpaid_days", 0)];
  const { intervalMs } = pool.settings;
  const endMs = dayEndMs(oldest.dayIndex, intervalMs);
  const days = Math.max(0, dayIndexOf(nowMs, intervalMs) - oldest.dayIndex);
  return [...known("oracle_unpaid_age_seconds", ageSeconds(nowMs, endMs)), ...known("oracle_unpaid_days", days)];
}

const OPEN_ATTEMPTS = sql`state in ('BUILT','BROADCAST','IN_LEDGER','CONFIRMED')`;

async function readAttempts(db: Database): Promise<Figure[]> {
  const { kind, state, firstBroadcastMs } = attempt;
  const rows = await db
    .select({ kind, state, attempts: count() })
    .from(attempt)
    .where(OPEN_ATTEMPTS)
    .groupBy(kind, state);
  const [sent] = await db
    .select({ oldestMs: min(firstBroadcastMs) })
    .from(attempt)
    .where(eq(state, "BROADCAST"));
  const now = await chainNow(db);
  const oldest = now && sent?.oldestMs ? ageSeconds(now.timeMs, Number(sent.oldestMs)) : 0;
  return [
    ...rows.flatMap((row) => known("oracle_attempts_open", row.attempts, { kind: row.kind, state: row.state })),
    ...known("oracle_attempt_oldest_seconds", oldest),
  ];
}

async function readPaused(db: Database, nowMs: number): Promise<Figure[]> {
  const pause = await findPause(db);
  return [
    ...known("oracle_engine_paused", pause ? 1 : 0),
    ...known("oracle_engine_paused_seconds", ageSeconds(nowMs, pause?.sinceMs) ?? 0),
  ];
}
