import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import http from "node:http";
import { BlockList } from "node:net";
import { constants, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { onParentGone } from "@/server/engine/process";
import { type Env, env } from "@/server/env";
import { createLogger } from "@/server/logger";
import { startTelemetry } from "@/server/telemetry/start-telemetry";
import { isStream } from "./doors";
import { createFront } from "./front";
import { leasedLimits } from "./leased-limits";
import { openLimitStore } from "./limit-store";
import { shareLimits } from "./limits";
import { openRequestCount } from "./open-request-count";
import { printAsLines } from "./print-as-lines";
import { openStreams } from "./streams/open-streams";

/** Whoever waits for an answer gets it, if it comes so soon after we are asked to end. */
const FINISH_WITHIN_MS = 5_000;
const THREADS = "/proc/self/task";

yieldToEngine();
onParentGone(() => process.exit(0));
await serve(env());

/**
 * Pages wait for payments, never payments for pages. On Linux a priority is a thread's: those that compare passwords
 * are there already, and later ones have that of whoever starts them.
 */
function yieldToEngine(): void {
  try {
    const threads = existsSync(THREADS) ? readdirSync(THREADS).map(Number) : [process.pid];
    for (const thread of threads) setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some systems do not allow it: then both have the same.
  }
}

async function serve(settings: Env): Promise<void> {
  const { HOST, PORT, TRUSTED_PROXIES, DATABASE_URL, LOG_LEVEL } = settings;
  const log = createLogger(LOG_LEVEL);
  printAsLines(console, log);
  const limits = leasedLimits(openLimitStore(DATABASE_URL));
  await startTelemetry("web", settings, log);
  // Before Next.js: what it loads asks for them.
  shareLimits(limits);
  // It takes over upgrades of connections, which would pass by the front: those of a server that does not listen.
  const app = next({ dev: false, hostname: HOST, port: PORT, httpServer: http.createServer() });
  await app.prepare();
  const streams = openStreams(DATABASE_URL, log);
  const requests = openRequestCount(DATABASE_URL, log);
  const pages = app.getRequestHandler();
  const server = createFront({
    handle: (request, response) =>
      isStream(request.url ?? "") ? streams.answer(request, response) : pages(request, response),
    limits,
    proxies: TRUSTED_PROXIES ?? new BlockList(),
    log,
    count: requests,
  });
  server.listen(PORT, HOST);
  await once(server, "listening");
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    server.close();
    streams.close();
    server.closeIdleConnections();
    await Promise.race([once(server, "close"), sleep(FINISH_WITHIN_MS)]);
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end());
}
