import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { PosixMs } from "@/server/domain/units";

const DAY_MS = 86_400_000;

/** A day of UTC, by this machine's clock. */
export type ServicePoint = {
  readonly date: string;
  /** Minutes in which visitors were served, were not, and in which nobody looked. */
  readonly up: number;
  readonly down: number;
  readonly unknown: number;
  /** Runs and visitors' requests, and how many failed. */
  readonly total: number;
  readonly failed: number;
  /** Null where nothing was measured. */
  readonly apiP99Ms: number | null;
};

type Row = Omit<ServicePoint, "down">;

/** Whole days from the first one on that has a minute, oldest first; today is not whole. */
export async function readServiceHistory(
  db: Database,
  { nowMs, days }: { readonly nowMs: PosixMs; readonly days: number },
): Promise<ServicePoint[]> {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const [from, to] = [new Date(today - days * DAY_MS).toISOString(), new Date(today).toISOString()];
  const within = (column: string) => sql`${sql.raw(column)} >= ${from} and ${sql.raw(column)} < ${to}`;
  const dateOf = (column: string) => sql.raw(`(${column} at time zone 'UTC')::date`);
  const rows = await db.execute<Row>(sql`
    with minutes as (
      select ${dateOf("minute")} as date, count(*) filter (where is_alive and visits > 0 and failed_visits = 0) as up,
        count(*) filter (where is_alive and visits = 0) as unknown, sum(requests) as requests, sum(errors) as errors
      from heartbeat where ${within("minute")} group by 1
    ), runs as (
      select ${dateOf("started_at")} as date, count(*) as runs, count(*) filter (where result = 'failed') as failed
      from job_run where ${within("started_at")} group by 1
    ), api as (
      select ${dateOf("at")} as date, avg(value) as p99 from metric_sample
      where name = 'api-p99-ms' and ${within("at")} group by 1
    ), dates as (
      select generate_series(min(date), ${to}::date - 1, interval '1 day')::date as date from minutes
    )
    select to_char(dates.date, 'YYYY-MM-DD') as date, coalesce(up, 0)::int as up, coalesce(unknown, 0)::int as unknown,
      (coalesce(requests, 0) + coalesce(runs, 0))::int as total, (coalesce(errors, 0) + coalesce(failed, 0))::int as failed,
      p99::float8 as "apiP99Ms"
    from dates left join minutes using (date) left join runs using (date) left join api using (date) order by dates.date`);
  // The first day began somewhere within itself.
  return rows.slice(1).map((row) => ({ ...row, down: 1_440 - row.up - row.unknown }));
}
