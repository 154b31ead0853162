import { randomUUID } from "node:crypto";
import { ChainSourceError, clockTime } from "@/server/chain/sources/error";
import { failureInWords } from "@/server/services/failure-in-words";
import { JOB_NAMES, type JobName } from "@/server/services/job-names";
import { type JobResult, needsHuman, waiting } from "@/server/services/job-result";
import { recordRun } from "@/server/services/metrics/record-run";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { correlated, currentReference } from "@/server/telemetry/correlation";
import { observeDuration } from "@/server/telemetry/measure";
import { inSpan } from "@/server/telemetry/tracing/trace";
import { JOBS } from "./jobs";

export type JobAnswer = JobResult & { readonly steps: number };

const MOST_STEPS = 200;
const MOST_TIME_MS = 20_000;
/** Of one step. There are never more sources than that. */
const MOST_SWITCHES = 4;

const running = new WeakMap<PayoutContext, Map<JobName, Promise<JobAnswer>>>();

/**
 * Runs a job until it has nothing more to do, needs a human, or has used its time; the next call goes on. What
 * fails unexpectedly is logged with a reference, recorded, and thrown; a chain source that is not to be asked before
 * a time is no failure. Calls that come while this process is at the
 * same job get its answer: that only saves work, since other processes may be at it all the same.
 */
export function runJob(ctx: PayoutContext, name: JobName): Promise<JobAnswer> {
  const jobs = running.get(ctx) ?? new Map<JobName, Promise<JobAnswer>>();
  running.set(ctx, jobs);
  const present = jobs.get(name);
  if (present) return present;
  const ids = { job: name, runId: randomUUID() };
  const started = correlated(ids, () =>
    inSpan(`job ${name}`, { "run.id": ids.runId }, () => runToEnd(ctx, name)),
  ).finally(() => jobs.delete(name));
  jobs.set(name, started);
  return started;
}

async function runToEnd(ctx: PayoutContext, name: JobName): Promise<JobAnswer> {
  const [startedAt, fromMs] = [new Date(), performance.now()];
  let steps = 0;
  let last: JobResult = { result: "done", detail: "nothing to do" };
  try {
    do {
      last = await inSpan(`step ${name}`, {}, () => runStep(ctx, name)).catch(waitOrThrow);
      steps++;
    } while (last.result === "again" && steps < MOST_STEPS && Date.now() - startedAt.getTime() < MOST_TIME_MS);
    if (last.result === "needs-human") ctx.log.warn({ detail: last.detail }, "a person is needed");
    observeDuration("oracle_job_duration_seconds", { job: name, result: last.result }, fromMs);
    await recordRun(ctx, { job: name, ...last, startedAt });
    return { ...last, steps };
  } catch (error) {
    observeDuration("oracle_job_duration_seconds", { job: name, result: "failed" }, fromMs);
    const reference = currentReference();
    ctx.log.error({ reference, err: error }, "a job failed");
    const detail = `${failureInWords(error)} (reference ${reference})`;
    await recordRun(ctx, { job: name, result: "failed", detail, startedAt }).catch(() => undefined);
    throw error;
  }
}

/**
 * One step, which reads from one source. Where that fails, another one may be chosen now: then the step is run again,
 * from its beginning, which is safe whatever it has done.
 */
async function runStep(ctx: PayoutContext, name: JobName): Promise<JobResult> {
  const { sources } = ctx;
  if (!sources) return JOBS[name](ctx);
  for (let switches = 0; ; switches++) {
    const chosen = await sources.choose({ isJob: true });
    try {
      return await JOBS[name]({ ...ctx, ...chosen });
    } catch (error) {
      if (!(error instanceof ChainSourceError) || switches === MOST_SWITCHES) throw error;
      const { source } = await sources.choose();
      if (source.name === chosen.source.name) throw error;
    }
  }
}

/** A source that wants to be left alone says until when: whoever asks on meanwhile is banned for longer. */
function waitOrThrow(error: unknown): JobResult {
  if (!(error instanceof ChainSourceError) || error.details.retryAtMs === undefined) throw error;
  return waiting(`until ${clockTime(error.details.retryAtMs)}: ${error.message}`);
}

/** One round of all jobs, in the order in which facts flow. A job that fails does not keep the others from running. */
export async function runRound(ctx: PayoutContext): Promise<Record<JobName, JobAnswer>> {
  const answers: Partial<Record<JobName, JobAnswer>> = {};
  for (const name of JOB_NAMES) {
    answers[name] = await runJob(ctx, name).catch((error: unknown) => ({
      ...needsHuman(failureInWords(error)),
      steps: 0,
    }));
  }
  return answers as Record<JobName, JobAnswer>;
}
