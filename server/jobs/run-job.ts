import { randomUUID } from "node:crypto";
import { type JobResult, needsHuman } from "@/server/services/job-result";
import { recordRun } from "@/server/services/metrics/record-run";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { JOBS, type JobName } from "./jobs";

export type JobAnswer = JobResult & { readonly steps: number };

const MOST_STEPS = 200;
const MOST_TIME_MS = 20_000;

const running = new WeakMap<PayoutContext, Map<JobName, Promise<JobAnswer>>>();

/**
 * Runs a job until it has nothing more to do, needs a human, or has used its time; the next call goes on. An unexpected
 * failure is logged with a reference, recorded, and thrown. Calls that come while this process runs the same job get
 * its answer. That only saves work: other processes may run it too.
 */
export function runJob(ctx: PayoutContext, name: JobName): Promise<JobAnswer> {
  const jobs = running.get(ctx) ?? new Map<JobName, Promise<JobAnswer>>();
  running.set(ctx, jobs);
  const present = jobs.get(name);
  if (present) return present;
  const started = runToEnd(ctx, name).finally(() => jobs.delete(name));
  jobs.set(name, started);
  return started;
}

async function runToEnd(ctx: PayoutContext, name: JobName): Promise<JobAnswer> {
  const startedAt = new Date();
  let steps = 0;
  let last: JobResult = { result: "done", detail: "nothing to do" };
  try {
    do {
      last = await JOBS[name](ctx);
      steps++;
    } while (last.result === "again" && steps < MOST_STEPS && Date.now() - startedAt.getTime() < MOST_TIME_MS);
    if (last.result === "needs-human") ctx.log.warn({ job: name, detail: last.detail }, "a person is needed");
    await recordRun(ctx, { job: name, ...last, startedAt });
    return { ...last, steps };
  } catch (error) {
    const reference = randomUUID();
    ctx.log.error({ job: name, reference, err: error }, "a job failed");
    const detail = `${error instanceof Error ? error.message : String(error)} (reference ${reference})`;
    await recordRun(ctx, { job: name, result: "failed", detail, startedAt }).catch(() => undefined);
    throw error;
  }
}

/** One round of all jobs, in the order in which facts flow. A failing job does not stop the others. */
export async function runRound(ctx: PayoutContext): Promise<Record<JobName, JobAnswer>> {
  const answers: Partial<Record<JobName, JobAnswer>> = {};
  for (const name of Object.keys(JOBS) as JobName[]) {
    answers[name] = await runJob(ctx, name).catch((error: unknown) => ({
      ...needsHuman(error instanceof Error ? error.message : String(error)),
      steps: 0,
    }));
  }
  return answers as Record<JobName, JobAnswer>;
}
