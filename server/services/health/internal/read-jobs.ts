import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { roundTurn } from "@/db/schema";
import { RUN_LATE_MS, RUN_LOST_MS } from "@/server/domain/health/limits";
import { type HealthPart, healthPart, type PartName } from "@/server/domain/health/part";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { sentence } from "@/server/words/sentence";
import { findHold } from "../../chain-hold/find-hold";
import { findPause } from "../../engine-pause/find-pause";
import { JOB_NAMES, type JobName } from "../../job-names";

/** Of one job, newest first. */
export type Run = {
  readonly result: string;
  readonly detail: string | null;
  readonly stoppedDay: number | null;
  readonly startedMs: PosixMs;
};

const RUNS_LOOKED_AT = 20;
/** A failure that lasts: so often in a row, for so long. */
const FAILURES = 3;
const FAILING_MS = 60_000;

const RECOVER = "npm run recover shows what can be done now.";

/** Whether anybody runs the jobs, and how each ended last. */
export async function readJobs(db: Database, nowMs: PosixMs): Promise<HealthPart[]> {
  const rows = await db.execute<Run & { job: JobName }>(sql`
    select r.job, r.result, r.detail, r.stopped_day as "stoppedDay",
      (extract(epoch from r.started_at) * 1000)::float8 as "startedMs"
    from unnest(${sql.param([...JOB_NAMES])}::text[]) with ordinality j(job, place), lateral (
      select * from job_run where job = j.job order by started_at desc, id desc limit ${RUNS_LOOKED_AT}) r
    order by j.place, r.started_at desc, r.id desc`);
  const [pause, hold] = [await findPause(db), await findHold(db)];
  const signs = [...rows.map(({ startedMs }) => startedMs), ...(await readTurn(db, nowMs))];
  return [
    judgeEngine(signs.length === 0 ? null : Math.max(...signs), nowMs),
    ...JOB_NAMES.map((job) => {
      const runs = rows.filter((row) => row.job === job);
      const part = judgeJob(job, runs, nowMs);
      const toldBy: PartName | null = pause ? "pause" : hold ? "chain" : null;
      return toldBy !== null && job === "advance" && part.state === "waits" ? { ...part, toldBy } : part;
    }),
  ];
}

/**
 * When an engine last said that it is at work: a run is written down at its end, and a step may calculate for minutes.
 * Whoever runs a round keeps its turn a few seconds ahead, and whoever has died does not.
 */
async function readTurn(db: Database, nowMs: PosixMs): Promise<PosixMs[]> {
  const rows = await db.select({ freeAt: roundTurn.freeAt }).from(roundTurn);
  return rows.map(({ freeAt }) => Math.min(nowMs, freeAt.getTime()));
}

/** By the newest sign of life: a run of any job, or a turn that is kept. */
export function judgeEngine(newestMs: PosixMs | null, nowMs: PosixMs): HealthPart {
  const next = "Start an engine (npm start), or have a cron service call the jobs (OPERATIONS.md).";
  if (newestMs === null) return healthPart("engine", { state: "failing", fact: "No job has ever run.", next });
  const ageMs = Math.max(0, nowMs - newestMs);
  if (ageMs <= RUN_LATE_MS) return healthPart("engine", { state: "ok", fact: "Jobs are run." });
  const state = ageMs > RUN_LOST_MS ? "failing" : "warning";
  return healthPart("engine", { state, fact: `Nobody runs the jobs: the last one ran ${sayAge(ageMs)} ago.`, next });
}

export function judgeJob(job: JobName, runs: readonly Run[], nowMs: PosixMs): HealthPart {
  const name = `job ${job}` as const;
  const [newest] = runs;
  if (!newest) return healthPart(name, { state: "unknown", fact: "It has never run." });
  const ageMs = Math.max(0, nowMs - newest.startedMs);
  const said = newest.detail ?? "No reason was recorded.";
  if (newest.result === "failed") return healthPart(name, judgeFailures(runs, nowMs, said));
  if (ageMs > RUN_LOST_MS) {
    return healthPart(name, {
      state: "unknown",
      fact: sentence(`It ran ${sayAge(ageMs)} ago, and ended with: ${said}`),
    });
  }
  if (newest.result === "needs-human") {
    if (newest.stoppedDay !== null) {
      const fact = `It waits for day ${newest.stoppedDay}, which is stopped.`;
      return healthPart(name, { state: "waits", fact, toldBy: "stopped days" });
    }
    return healthPart(name, { state: "warning", fact: sentence(`It needs somebody: ${said}`), next: RECOVER });
  }
  return healthPart(name, { state: newest.result === "waiting" ? "waits" : "ok", fact: sentence(said) });
}

function judgeFailures(
  runs: readonly Run[],
  nowMs: PosixMs,
  said: string,
): Pick<HealthPart, "state" | "fact" | "next"> {
  const good = runs.findIndex(({ result }) => result !== "failed");
  const failures = good < 0 ? runs.length : good;
  const forMs = nowMs - (runs[failures - 1]?.startedMs ?? nowMs);
  const lasts = failures >= FAILURES && forMs >= FAILING_MS;
  const often = failures === 1 ? "It failed" : `It failed ${failures} times in a row, for ${sayAge(forMs)}`;
  return { state: lasts ? "failing" : "warning", fact: sentence(`${often}: ${said}`), next: RECOVER };
}
