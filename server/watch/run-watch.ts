import { setTimeout as sleep } from "node:timers/promises";
import type { Env } from "@/server/env";
import { createLogger } from "@/server/logger";
import { keepConnection } from "./connection";
import { repeat } from "./every";
import { lookOnce } from "./look-once";
import { serveMetrics } from "./serve-metrics";

/** What a watch is told: no key and no secret but the database's. */
export const WATCH_VARIABLES = [
  ...(["DATABASE_URL", "NEXTAUTH_URL", "LOG_LEVEL"] as const),
  ...(["METRICS_PORT", "METRICS_HOST", "METRICS_TOKEN", "METRICS_SOCKETS"] as const),
] as const satisfies readonly (keyof Env)[];
export type WatchSettings = Pick<Env, (typeof WATCH_VARIABLES)[number]>;

/** Detecting and telling takes two looks at most: the one that suspects, and the one that is sure. */
const LOOK_EVERY_MS = 5_000;
const FINISH_WITHIN_MS = 5_000;

/**
 * Looks at everything again and again, keeps incidents, and alerts people. A process of its own: it sees what freezes
 * or ends the others. Every instance has one; they may all look at once. `stop` ends the process.
 */
export function runWatch(settings: WatchSettings): { stop(): void } {
  const log = createLogger(settings.LOG_LEVEL);
  const connection = keepConnection(settings.DATABASE_URL, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = Promise.all([
    repeat(
      {
        name: "look",
        everyMs: LOOK_EVERY_MS,
        turn: async (nowMs) => {
          await lookOnce({ db: await connection.database(), log }, nowMs);
        },
      },
      log,
      signal,
    ),
    repeat(serveMetrics(settings, connection, log), log, signal),
  ]);
  log.info("the watch is running");
  return {
    stop: () => {
      if (signal.aborted) return;
      stopping.abort();
      void Promise.race([ended, sleep(FINISH_WITHIN_MS)])
        .then(() => Promise.race([connection.close(), sleep(FINISH_WITHIN_MS)]))
        .catch((error: unknown) => log.error({ err: error }, "the watch did not end well"))
        .then(() => process.exit(0));
    },
  };
}
