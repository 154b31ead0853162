import { once } from "node:events";
import { rmSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { collectDefaultMetrics, Histogram, type MetricObjectWithValues, type MetricValue, Registry } from "prom-client";
import { DURATIONS, type DurationName, observeWith } from "../measure";

/** The processes of one machine. Each measures itself; the watch tells of all. */
export const PROCESSES = ["web", "engine", "watch"] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** Of one process or the database, as prom-client hands it on. */
export type Measurements = MetricObjectWithValues<MetricValue<string>>[];

/** From a page out of memory to a scan of many blocks. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const PATIENCE_MS = 1_000;
/** Far above what one has. */
const MOST_BYTES = 4 * 1024 * 1024;

export const socketOf = (folder: string, name: ProcessName) => path.join(folder, `metrics-${name}`);

/** Measures this process from here on: its memory, its time, its event loop, and `DURATIONS`. */
export function measureProcess(name: ProcessName): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry });
  const histograms = new Map(
    (Object.keys(DURATIONS) as DurationName[]).map((each) => {
      const { help, labels } = DURATIONS[each];
      const settings = { name: each, help, labelNames: [...labels], buckets: SECONDS, registers: [registry] };
      return [each, new Histogram(settings)] as const;
    }),
  );
  observeWith((each, labels, seconds) => histograms.get(each)?.observe(labels, seconds));
  return registry;
}

/** Measures this process, and answers the watch at a socket in `folder`, which only our own user may enter. */
export async function serveProcessMetrics(folder: string, name: ProcessName): Promise<http.Server> {
  const registry = measureProcess(name);
  const server = http.createServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    registry.getMetricsAsJSON().then(
      (measured) => response.end(JSON.stringify(measured)),
      () => response.writeHead(500).end(),
    );
  });
  const place = socketOf(folder, name);
  // What a process that was killed has left.
  rmSync(place, { force: true });
  server.listen(place);
  server.unref();
  await once(server, "listening");
  return server;
}

/** What another process of this machine measures; null if it does not answer soon. */
export function readProcessMetrics(folder: string, name: ProcessName): Promise<Measurements | null> {
  return new Promise((resolve) => {
    const options = { socketPath: socketOf(folder, name), agent: false, signal: AbortSignal.timeout(PATIENCE_MS) };
    const request = http.get(options, async (response) => {
      try {
        let text = "";
        for await (const part of response.setEncoding("utf8")) {
          text += part;
          if (text.length > MOST_BYTES) throw new Error("it is too long");
        }
        resolve(JSON.parse(text));
      } catch {
        resolve(null);
      }
    });
    request.on("error", () => resolve(null));
  });
}
