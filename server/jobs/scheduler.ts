import PgBoss from "pg-boss";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { runRound } from "./run-job";

const QUEUE = "round";
/** A round whose worker died is released after this time. */
const ROUND_EXPIRES_SECONDS = 120;

export type Schedule = {
  readonly databaseUrl: string;
  readonly intervalMs: number;
  /** The name of the queue's own connections in `pg_stat_activity`. */
  readonly applicationName: string;
};

/**
 * The built-in scheduler: one round of all jobs at a time over all instances (one active, one waiting, in a Postgres
 * queue). A cron service that calls POST /api/jobs/<name> does the same; both may run. `stop` waits for a round that is
 * under way, but no longer than `withinMs`.
 */
export async function startScheduler(
  ctx: PayoutContext,
  { databaseUrl, intervalMs, applicationName }: Schedule,
): Promise<{ stop(withinMs: number): Promise<void> }> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: applicationName,
    max: 2,
    schema: "pgboss",
  });
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
  const timer = setInterval(send, intervalMs);
  await send();
  return {
    stop: async (withinMs) => {
      clearInterval(timer);
      await boss.stop({ graceful: true, timeout: withinMs });
    },
  };
}
