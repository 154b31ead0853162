import { count, eq, max, min, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempt, day } from "@/db/schema";
import { DAY_STATES } from "@/server/domain/day/states";
import { ageSeconds, type Figure, known } from "@/server/domain/monitoring/figures";
import { findHold } from "../../chain-hold/find-hold";
import { chainNow } from "../../chain-now";
import { findPause } from "../../engine-pause/find-pause";
import { readOwed } from "../../watch/read-owed";

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

/** Nothing is owed: 0, so that a rule sees the end of what was. */
async function readUnpaid(db: Database, nowMs: number): Promise<Figure[]> {
  const owed = await readOwed(db, nowMs);
  const seconds = (ms: number | null | undefined) => (ms === null ? null : Math.max(0, ms ?? 0) / 1_000);
  return [
    ...known("oracle_unpaid_days", owed?.days ?? 0),
    ...known("oracle_unpaid_age_seconds", seconds(owed?.ageMs)),
    ...known("oracle_unpaid_overdue_seconds", seconds(owed?.overdueMs)),
    ...known("oracle_day_behind_seconds", seconds(owed?.behindMs)),
    ...known("oracle_day_grace_seconds", owed && owed.graceMs / 1_000),
  ];
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
    ...known("oracle_payouts_held", (await findHold(db)) ? 1 : 0),
    ...known("oracle_engine_paused", pause ? 1 : 0),
    ...known("oracle_engine_paused_seconds", ageSeconds(nowMs, pause?.sinceMs) ?? 0),
  ];
}
