import PgBoss from "pg-boss";
import { getContext } from "@/server/context";
import { env } from "@/server/env";
import { createLogger } from "@/server/logger";
import { runRound } from "./run-job";

const QUEUE = "round";
/** A round whose worker died is released after this time. */
const ROUND_EXPIRES_SECONDS = 120;

/**
 * The built-in scheduler: one round of all jobs at a time over all instances (one active, one waiting, in a Postgres
 * queue). A cron service that calls POST /api/jobs/<name> does the same; both may run.
 */
export async function startScheduler(): Promise<{ stop(): Promise<void> }> {
  const { DATABASE_URL, SCHEDULER_INTERVAL_MS } = env();
  const ctx = await getContext();
  const boss = new PgBoss({ connectionString: DATABASE_URL, max: 2, schema: "pgboss" });
  boss.on("error", (error) => ctx.log.error({ err: error }, "the scheduler's queue failed"));
  await boss.start();
  await boss.createQueue(QUEUE, {
    name: QUEUE,
    policy: "stately",
    expireInSeconds: ROUND_EXPIRES_SECONDS,
    retryLimit: 0,
  });
  await boss.work(QUEUE, { pollingIntervalSeconds: 0.5 }, async () => {
    await runRound(ctx);
  });
  const send = () =>
    boss.send(QUEUE, {}, { expireInSeconds: ROUND_EXPIRES_SECONDS, retryLimit: 0 }).catch((error: unknown) => {
      ctx.log.error({ err: error }, "a round could not be queued");
    });
  const timer = setInterval(send, SCHEDULER_INTERVAL_MS);
  await send();
  return {
    stop: async () => {
      clearInterval(timer);
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

const TRY_AGAIN_MS = 5_000;

/** Starts the scheduler, and retries until the database and the chain source are there. */
export function keepSchedulerRunning(): void {
  startScheduler().catch((error: unknown) => {
    createLogger(env().LOG_LEVEL).error({ err: error }, "the scheduler could not start; trying again");
    setTimeout(keepSchedulerRunning, TRY_AGAIN_MS).unref();
  });
}
