import { AggregatorRegistry, Gauge, Registry } from "prom-client";
import { FIGURES, type Figure, type FigureName } from "@/server/domain/monitoring/figures";
import type { Measurements } from "./process-metrics";

/** Figures and what processes measured of themselves, in Prometheus' text format. */
export async function metricsText(figures: readonly Figure[], measured: readonly Measurements[]): Promise<string> {
  const registry = new Registry();
  for (const name of new Set(figures.map((each) => each.name))) addGauge(registry, name, figures);
  const all = [await registry.getMetricsAsJSON(), ...measured];
  // Each process has its own label, so no two values are of one series.
  const apart = all.map((metrics) => metrics.map((metric) => ({ ...metric, aggregator: "first" })));
  return AggregatorRegistry.aggregate(apart).metrics();
}

function addGauge(registry: Registry, name: FigureName, figures: readonly Figure[]): void {
  const { help, labels } = FIGURES[name];
  const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
  for (const figure of figures) if (figure.name === name) gauge.set(figure.labels, figure.value);
}
