import type { Env } from "@/server/env";
import type { Logger } from "@/server/logger";

type Telemetry = Pick<Env, "METRICS_SOCKETS" | "OTEL_EXPORTER_OTLP_ENDPOINT">;

/** Measures and traces this process where somebody asked for it: its libraries are loaded only then. */
export async function startTelemetry(
  name: "web" | "engine",
  { METRICS_SOCKETS: sockets, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Telemetry,
  log: Logger,
): Promise<void> {
  if (sockets !== undefined) {
    const { serveProcessMetrics } = await import("./metrics/process-metrics");
    await serveProcessMetrics(sockets, name);
  }
  if (endpoint !== undefined) {
    const { startTracing } = await import("./tracing/start-tracing");
    startTracing({ endpoint, process: name, log });
  }
}
