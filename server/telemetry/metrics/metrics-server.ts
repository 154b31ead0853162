import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Figure } from "@/server/domain/monitoring/figures";
import { isBearer } from "@/server/doors/bearer";
import type { Logger } from "@/server/logger";
import { metricsText } from "./metrics-text";
import { type Measurements, measureProcess, PROCESSES, readProcessMetrics } from "./process-metrics";

/** However often it is asked: a scrape reads a dozen small tables. */
const KEPT_MS = 5_000;
const TEXT = "text/plain; version=0.0.4; charset=utf-8";
/** Prometheus opens one connection, and people another one. */
const MOST_CONNECTIONS = 20;

export type MetricsSettings = {
  readonly host: string;
  readonly port: number;
  /** Whoever asks sends it as a bearer token; undefined where only this machine can ask. */
  readonly token: string | undefined;
  /** Where the other processes of this machine answer; undefined where there are none. */
  readonly sockets: string | undefined;
  /** What the database knows. Never throws (server/services/figures). */
  readonly read: (nowMs: number) => Promise<readonly Figure[]>;
  readonly log: Logger;
};

export type MetricsServer = { readonly port: number; stop(): Promise<void> };

/**
 * Answers GET /metrics for Prometheus, on a port of its own that no visitor reaches. Answers while the database is away
 * too: then `oracle_up` is 0.
 */
export async function startMetricsServer(settings: MetricsSettings): Promise<MetricsServer> {
  const { host, port, token, log } = settings;
  const text = keep(settings);
  const server = http.createServer((request, response) => {
    const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { "content-type": TEXT, "cache-control": "no-store", ...headers })
        .end(request.method === "HEAD" ? "" : body);
    if (request.method !== "GET" && request.method !== "HEAD")
      return answer(405, "Only GET.\n", { allow: "GET, HEAD" });
    if (token !== undefined && !isBearer(token, request.headers.authorization)) {
      const said = "Send METRICS_TOKEN as a bearer token: authorization.credentials in Prometheus' scrape_configs.\n";
      return answer(401, said, { "www-authenticate": "Bearer" });
    }
    if (request.url?.split("?")[0] !== "/metrics") return answer(404, "The metrics are at /metrics.\n");
    text().then(
      (body) => answer(200, body),
      (error: unknown) => {
        log.error({ err: error }, "the metrics could not be told");
        answer(500, "The metrics could not be told. The log says why.\n");
      },
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

/** All who ask within a few seconds get the same. */
function keep({ sockets, read }: MetricsSettings): () => Promise<string> {
  const own = measureProcess("watch");
  let kept: { readonly text: Promise<string>; readonly atMs: number } | null = null;
  const make = async () => {
    const others = sockets === undefined ? [] : PROCESSES.filter((name) => name !== "watch");
    const [figures, mine, ...answers] = await Promise.all([
      read(Date.now()),
      own.getMetricsAsJSON(),
      ...others.map((name) => readProcessMetrics(sockets ?? "", name)),
    ]);
    return metricsText(
      figures,
      [mine, ...answers].filter((each): each is Measurements => each !== null),
    );
  };
  return () => {
    const nowMs = performance.now();
    if (kept === null || nowMs - kept.atMs >= KEPT_MS) {
      const text = make();
      kept = { text, atMs: nowMs };
      text.catch(() => {
        kept = null;
      });
    }
    return kept.text;
  };
}
