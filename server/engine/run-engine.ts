import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase } from "@/db/client";
import type { Env } from "@/server/env";
import { runJob } from "@/server/jobs/run-job";
import { startScheduler } from "@/server/jobs/scheduler";
import { createLogger } from "@/server/logger";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { startTelemetry } from "@/server/telemetry/start-telemetry";
import { answerOnSocket } from "./answer";
import { createPayoutContext } from "./context";

const TRY_AGAIN_MS = 5_000;
/** A step that takes longer is abandoned at the end: whoever goes on later finds nothing half done. */
const FINISH_WITHIN_MS = 5_000;

/**
 * Everything that reads, calculates, builds and pays: runs the jobs by the scheduler and at the web application's
 * request. Does not wait for the database: it is tried again until it is there. `stop` ends the process.
 */
export async function runEngine(settings: Env, socketPath: string): Promise<{ stop(): void }> {
  const log = createLogger(settings.LOG_LEVEL);
  await startTelemetry("engine", settings, log);
  let connected: Promise<PayoutContext> | null = null;
  const connect = () => {
    connected ??= createPayoutContext(settings).catch((error: unknown) => {
      connected = null;
      throw error;
    });
    return connected;
  };
  const answering = await answerOnSocket(socketPath, async (job) => runJob(await connect(), job));
  let scheduler: ReturnType<typeof startScheduler> | null = null;
  let isStopping = false;
  const schedule = async () => {
    while (scheduler === null && !isStopping) {
      try {
        scheduler = startScheduler(await connect(), { intervalMs: settings.SCHEDULER_INTERVAL_MS });
      } catch (error) {
        log.error({ err: error }, "the scheduler could not start; trying again");
        await sleep(TRY_AGAIN_MS);
      }
    }
  };
  if (settings.SCHEDULER === "on") void schedule();
  log.info({ scheduler: settings.SCHEDULER }, "the engine is running");

  const finish = async () => {
    answering.close();
    await scheduler?.stop(FINISH_WITHIN_MS);
    const ctx = await connected;
    if (ctx) await closeDatabase(ctx.db);
  };
  return {
    stop: () => {
      if (isStopping) return;
      isStopping = true;
      const late = sleep(FINISH_WITHIN_MS + 1_000).then(() => log.warn("a step was abandoned, which is harmless"));
      void Promise.race([finish(), late])
        .catch((error: unknown) => log.error({ err: error }, "the engine did not end well"))
        .then(() => process.exit(0));
    },
  };
}
