import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { MetricEvidence } from "@/server/domain/metrics/service-metrics";
import type { PosixMs } from "@/server/domain/units";

const MINUTE_MS = 60_000;
const UPTIME_DAYS = 90;
/** A visit of the minute before may still be under way, and so may this minute's heartbeat. */
const OPEN_MINUTES = 2;

/**
 * Minutes since the prober's first visit. A minute without a row was down: whoever could have written it was not there,
 * or the database was not. One in which an instance was alive and nobody visited is unknown.
 */
export async function readMinutes(db: Database, nowMs: PosixMs): Promise<MetricEvidence["minutes"]> {
  const untilMs = (Math.floor(nowMs / MINUTE_MS) - OPEN_MINUTES + 1) * MINUTE_MS;
  const fromMs = untilMs - UPTIME_DAYS * 1_440 * MINUTE_MS;
  const [row] = await db.execute<{ first: string | null; up: number; unknown: number }>(sql`
    with known as (
      select * from heartbeat where minute >= ${new Date(fromMs).toISOString()} and minute < ${new Date(untilMs).toISOString()}
    ), first as (select min(minute) as minute from known where visits > 0)
    select (extract(epoch from first.minute) * 1000)::bigint::text as first,
      count(*) filter (where is_alive and visits > 0 and failed_visits = 0)::int as up,
      count(*) filter (where is_alive and visits = 0)::int as unknown
    from first left join known on known.minute >= first.minute group by first.minute`);
  if (!row?.first) return { up: 0, down: 0, unknown: 0 };
  const { up, unknown } = row;
  return { up, unknown, down: (untilMs - Number(row.first)) / MINUTE_MS - up - unknown };
}
