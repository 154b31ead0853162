import http from "node:http";
import type { JobName } from "@/server/services/job-names";
import { correlation, REQUEST_ID_HEADER } from "@/server/telemetry/correlation";
import { traceHeaders } from "@/server/telemetry/tracing/trace";

export type EngineAnswer = { readonly status: number; readonly body: unknown };

/** Longer than a job takes that ends when its time is used up, by a step of many seconds. */
const PATIENCE_MS = 60_000;

/** Asks the engine at a socket to run a job. Never throws: an engine that is away or busy is a 503 in words. */
export function callEngine(socketPath: string, job: JobName, patienceMs = PATIENCE_MS): Promise<EngineAnswer> {
  return new Promise((resolve) => {
    const fail = (message: string) => resolve({ status: 503, body: { result: "failed", message } });
    const busy =
      `The engine is busy and has not answered within ${patienceMs / 1_000} s. ` +
      "What it was asked for may still run. Call again in a minute.";
    // A connection of its own: one that was kept may lead to an engine that is no more.
    const { requestId } = correlation();
    const headers = { ...traceHeaders(), ...(requestId === undefined ? {} : { [REQUEST_ID_HEADER]: requestId }) };
    const request = http.request({ socketPath, path: `/jobs/${job}`, method: "POST", headers, agent: false });
    const timer = setTimeout(() => {
      fail(busy);
      request.destroy();
    }, patienceMs);
    request.on("response", async (response) => {
      try {
        const parts: Buffer[] = [];
        for await (const part of response) parts.push(part);
        resolve({ status: response.statusCode ?? 503, body: JSON.parse(Buffer.concat(parts).toString()) });
      } catch (error) {
        fail(sayAway(error));
      }
    });
    request.on("error", (error) => fail(sayAway(error)));
    request.on("close", () => clearTimeout(timer));
    request.end();
  });
}

function sayAway(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isStarting = code === "ENOENT" || code === "ECONNREFUSED";
  const what = isStarting
    ? "The engine is not running: it is starting, or is about to be started again."
    : `The engine ended while it was at work (${code || error}). What it did is safe to repeat.`;
  return `${what} Call again in a minute.`;
}
