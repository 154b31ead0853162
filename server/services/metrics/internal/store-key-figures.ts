import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { KeyFigureName } from "@/server/domain/metrics/key-figures";
import type { PosixMs } from "@/server/domain/units";

const HOUR_MS = 3_600_000;
/** Runs that an hour must have for its slowest twentieth to say something. */
const LEAST_RUNS = 20;
/** Days whose figures are looked for: far more than end between two looks, and none whose samples are summed up. */
const DAYS = { most: 20, withinMs: 5 * 24 * HOUR_MS };
const PER_LINES = 10_000;

/** Keeps the figures of the last whole hour, and those of the newest days. What is kept already stays as it is. */
export async function storeKeyFigures(db: Database, nowMs: PosixMs): Promise<void> {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const hour = { from: new Date(toMs - HOUR_MS).toISOString(), to: new Date(toMs).toISOString() };
  for (const figures of [
    jobFigures(hour),
    visitFigures(hour),
    dayFigures(new Date(nowMs - DAYS.withinMs).toISOString()),
  ]) {
    await db.execute(sql`insert into metric_sample (name, at, value) ${figures} on conflict (name, at) do nothing`);
  }
}

type Hour = { readonly from: string; readonly to: string };
const slowestTwentieth = sql`percentile_disc(0.95) within group (order by duration_ms)`;

function jobFigures({ from, to }: Hour): SQL {
  return sql`
    select 'job-' || job || '-ms', ${from}::timestamptz, ${slowestTwentieth} from job_run
    where job in ('scan', 'confirm', 'advance') and result <> 'failed' and started_at >= ${from} and started_at < ${to}
    group by job having count(*) >= ${LEAST_RUNS}`;
}

function visitFigures({ from, to }: Hour): SQL {
  return sql`
    select case when door like '/api/%' then 'visit-api-ms' else 'visit-page-ms' end as name, ${from}::timestamptz,
      ${slowestTwentieth} from probe
    where fault is null and at >= ${from} and at < ${to} group by 1 having count(*) >= ${LEAST_RUNS}`;
}

/**
 * What a day's steps took, from one change of its state to the next: the engine goes from one to the next at once. Of a
 * day that was read again, its last steps count. A day's figures have the time at which the plan was ready.
 */
function dayFigures(since: string): SQL {
  const step = (from: string, to: string, name: KeyFigureName) => sql`
    select ${name} as name, day_index, max(written_at) filter (where to_state = ${to}) as ended,
      max(written_at) filter (where to_state = ${to}) - max(written_at) filter (where to_state = ${from}) as took
    from steps group by day_index`;
  return sql`
    with steps as (
      select day_index, to_state, written_at from day_transition
      where day_index in (select day_index from line_set where is_whole order by day_index desc limit ${DAYS.most})
    ), figures as (
      ${step("SNAPSHOT", "CALCULATED", "day-calculate-s")} union all
      ${step("CALCULATED", "CHECKED", "day-check-s")} union all
      ${step("CHECKED", "PREVIEW", "day-prepare-s")}
    )
    select name, ended, extract(epoch from took) * ${PER_LINES} / lines
    from figures join day using (day_index) join line_set on line_set.id = day.line_set_id
    where took > interval '0' and lines > 0 and ended > ${since}`;
}
