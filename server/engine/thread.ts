import path from "node:path";
import { Worker } from "node:worker_threads";
import { env } from "@/server/env";
import { createLogger } from "@/server/logger";
import { keepRunning, type Life } from "./keep-running";
import { onParentGone } from "./process";
import { newSocketPath } from "./socket";

/**
 * For the web application's process, as it starts: sees to it that there is an engine. That is the one that `npm start`
 * runs beside it, if it has a socket. Otherwise (`next dev`, `npm start -- --no-engine`) it is a thread
 * of this process, so that pages are served while it is at work; `publish` is told its socket.
 */
export function ensureEngine(socketPath: string | undefined, publish: (socketPath: string) => void): void {
  onParentGone(() => process.exit(0));
  if (socketPath) return;
  const own = newSocketPath();
  // Before `env()`, which reads the environment once.
  publish(own);
  const log = createLogger(env().LOG_LEVEL);
  keepRunning(
    "The engine's thread",
    () => startThread(own),
    (text) => log.error(text),
  );
}

function startThread(socketPath: string): Life {
  const program = path.join(process.cwd(), "server", "engine", "main.ts");
  const thread = new Worker(program, { execArgv: ["--import", "tsx"], argv: [socketPath] });
  let how = "";
  thread.on("error", (error) => {
    how = `failed (${error instanceof Error ? error.message : error})`;
  });
  const ended = new Promise<string>((resolve) => {
    thread.once("exit", (code) => resolve(how || `ended with code ${code}`));
  });
  return {
    ended,
    stop: async () => {
      await thread.terminate();
    },
  };
}
