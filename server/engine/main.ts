// First: what is hot before tsx loads scalus stays many times slower on Node 20, blake2b above all.
import "@/server/chain/load-scalus";
import { isMainThread } from "node:worker_threads";
import { env } from "@/server/env";
import { onParentGone } from "./process";
import { runEngine } from "./run-engine";
import { newSocketPath } from "./socket";

/** The argument: where to answer the web application. */
const [, , socketPath = newSocketPath()] = process.argv;
const engine = await runEngine(env(), socketPath);
// A thread has no signals: it ends with its process.
if (isMainThread) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, engine.stop);
  onParentGone(engine.stop);
}
