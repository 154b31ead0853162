import { max, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { upkeep } from "@/db/schema";
import { ageSeconds, type Figure, known } from "@/server/domain/monitoring/figures";
import { JOB_NAMES } from "../../job-names";

type JobRow = { job: string; lastMs: number; failures: number };
type ProbeRow = { door: string; fault: string; durationMs: number; atMs: number };

/** So far back a job's runs are looked at. */
const RUNS = 20;
/** A door that is not visited any more is left out. */
const PROBED_WITHIN_MS = 15 * 60_000;

export async function readService(db: Database, nowMs: number): Promise<Figure[]> {
  const upkeeps = await db
    .select({ what: upkeep.what, at: max(upkeep.doneAt) })
    .from(upkeep)
    .groupBy(upkeep.what);
  return [
    ...(await readJobs(db, nowMs)),
    ...(await readProbes(db, nowMs)),
    ...upkeeps.flatMap(({ what, at }) =>
      known("oracle_upkeep_age_seconds", ageSeconds(nowMs, at?.getTime()), { what }),
    ),
  ];
}

async function readJobs(db: Database, nowMs: number): Promise<Figure[]> {
  const rows = await db.execute<JobRow>(sql`
    select j.job, (extract(epoch from max(r.started_at)) * 1000)::float8 as "lastMs",
      coalesce(min(r.place) filter (where r.result <> 'failed') - 1, count(*))::int as failures
    from unnest(${sql.param([...JOB_NAMES])}::text[]) j(job), lateral (
      select result, started_at, row_number() over (order by started_at desc, id desc) as place
      from job_run where job = j.job order by started_at desc, id desc limit ${RUNS}) r
    group by j.job`);
  return rows.flatMap(({ job, lastMs, failures }) => [
    ...known("oracle_job_last_run_seconds", ageSeconds(nowMs, lastMs), { job }),
    ...known("oracle_job_failures_in_row", failures, { job }),
  ]);
}

async function readProbes(db: Database, nowMs: number): Promise<Figure[]> {
  const rows = await db.execute<ProbeRow>(sql`
    select distinct on (door) door, coalesce(fault, '') as fault, duration_ms as "durationMs",
      (extract(epoch from at) * 1000)::float8 as "atMs"
    from probe where at >= ${new Date(nowMs - PROBED_WITHIN_MS).toISOString()} order by door, at desc`);
  return rows.flatMap(({ door, fault, durationMs, atMs }) => [
    ...known("oracle_probe_success", fault === "" || fault === "stale" ? 1 : 0, { door }),
    ...known("oracle_probe_stale", fault === "stale" ? 1 : 0, { door }),
    ...known("oracle_probe_duration_seconds", durationMs / 1_000, { door }),
    ...known("oracle_probe_age_seconds", ageSeconds(nowMs, atMs), { door }),
  ]);
}
