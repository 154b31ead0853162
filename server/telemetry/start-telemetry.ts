import type { Env } from "@/server/env";
import type { Logger } from "@/server/logger";

type Telemetry = Pick<Env, "METRICS_SOCKETS" | "OTEL_EXPORTER_OTLP_ENDPOINT">;

/**
 * Measures and traces this process where somebody asked for it: its libraries are loaded only then. What cannot be
 * started is told and left out: payments and pages do not wait for figures.
 */
export async function startTelemetry(
  name: "web" | "engine",
  { METRICS_SOCKETS: sockets, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Telemetry,
  log: Logger,
): Promise<void> {
  const attempt = (what: string, start: () => Promise<unknown>) =>
    start().catch((error: unknown) => log.error({ err: error }, `this process is not ${what}`));
  if (sockets !== undefined) {
    await attempt("measured", async () => {
      const { serveProcessMetrics } = await import("./metrics/process-metrics");
      await serveProcessMetrics(sockets, name);
    });
  }
  if (endpoint !== undefined) {
    await attempt("traced", async () => {
      const { startTracing } = await import("./tracing/start-tracing");
      startTracing({ endpoint, process: name, log });
    });
  }
}
