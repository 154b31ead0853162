import type { Env } from "@/server/env";
import type { Logger } from "@/server/logger";
import { openFigures } from "@/server/services/figures/read-figures";
import type { MetricsServer } from "@/server/telemetry/metrics/metrics-server";
import type { Connection } from "./connection";
import type { Repeated } from "./every";

export type ServedMetrics = Pick<Env, "METRICS_PORT" | "METRICS_HOST" | "METRICS_TOKEN" | "METRICS_SOCKETS">;

const TRY_AGAIN_MS = 30_000;

/** Serves Prometheus. A port that is taken is told and tried again: the watch looks and alerts without it. */
export function serveMetrics(settings: ServedMetrics, { database }: Connection, log: Logger): Repeated {
  const { METRICS_PORT: port, METRICS_HOST: host, METRICS_TOKEN: token, METRICS_SOCKETS: sockets } = settings;
  const read = openFigures({ database, log });
  let server: MetricsServer | null = null;
  return {
    name: "metrics",
    everyMs: TRY_AGAIN_MS,
    turn: async () => {
      if (port === undefined || server !== null) return;
      // Loaded only where somebody asks for it.
      const { startMetricsServer } = await import("@/server/telemetry/metrics/metrics-server");
      server = await startMetricsServer({ host, port, token, sockets, read, log });
      log.info({ host, port: server.port }, "Prometheus is answered at /metrics");
    },
  };
}
