import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { loadChannels } from "@/server/channels/load-channels";
import { VISIT_EVERY_MS } from "@/server/domain/metrics/visit";
import type { Env } from "@/server/env";
import { createLogger } from "@/server/logger";
import { storeVisit } from "@/server/services/metrics/probe/store-visit";
import { visit } from "@/server/services/metrics/probe/visit";
import { storeSamples } from "@/server/services/metrics/store-samples";
import { beatWhileLooking } from "./beat";
import { keepConnection } from "./connection";
import { type Repeated, repeat } from "./every";
import { createLookTurn } from "./look-turn";
import { certificatePlaces } from "./places";
import { serveMetrics } from "./serve-metrics";

/** What a watch is told: addresses, and no key. */
export const WATCH_VARIABLES = [
  ...(["DATABASE_URL", "NEXTAUTH_URL", "LOG_LEVEL", "CHANNELS_FILE"] as const),
  ...(["ORACLE_SIGNER_URL", "APPROVER_SIGNER_URLS", "SIGNER_CA"] as const),
  ...(["METRICS_PORT", "METRICS_HOST", "METRICS_TOKEN", "METRICS_SOCKETS"] as const),
] as const satisfies readonly (keyof Env)[];
export type WatchSettings = Pick<Env, (typeof WATCH_VARIABLES)[number]>;

/** Detecting takes two looks at most: the one that suspects, and the one that is sure. */
export const LOOK_EVERY_MS = 8_000;
/** They are kept each five minutes, by whichever watch comes first. */
const SAMPLE_EVERY_MS = 60_000;
const FINISH_WITHIN_MS = 5_000;

/**
 * Looks at everything again and again, keeps incidents, alerts people, and visits the site as a visitor does. A process
 * of its own: it sees what freezes or ends the others. Every instance has one; they may all look at once. Throws
 * `FileError` where CHANNELS_FILE is wrong. `stop` ends the process.
 */
export async function runWatch(settings: WatchSettings): Promise<{ stop(): void }> {
  const log = createLogger(settings.LOG_LEVEL);
  const channels = await loadChannels(settings.CHANNELS_FILE);
  const connection = keepConnection(settings.DATABASE_URL, log);
  const stopping = new AbortController();
  const { signal } = stopping;
  const siteUrl = settings.NEXTAUTH_URL;
  const certificates = certificatePlaces(settings);
  const looking = createLookTurn(connection, { log, channels, siteUrl, certificates, signal });
  const prober = { site: new URL(siteUrl), instance: hostname() };
  const all: readonly Repeated[] = [
    { name: "look", everyMs: LOOK_EVERY_MS, turn: looking.turn },
    {
      name: "visit",
      everyMs: VISIT_EVERY_MS,
      turn: async (nowMs) => storeVisit(await connection.database(), await visit(prober, nowMs)),
    },
    {
      name: "samples",
      everyMs: SAMPLE_EVERY_MS,
      turn: async (nowMs) => storeSamples(await connection.database(), nowMs),
    },
    serveMetrics(settings, connection, log),
    ...(channels.heartbeat
      ? [beatWhileLooking({ heartbeat: channels.heartbeat, lastGoodMs: looking.lastGoodMs, log, signal })]
      : []),
  ];
  const ended = Promise.all(all.map((each) => repeat(each, log, signal)));
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
