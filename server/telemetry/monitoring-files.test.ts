import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it, test } from "vitest";
import { FIGURES, type FigureName } from "@/server/domain/monitoring/figures";
import { INCIDENT_KINDS, KIND_NAMES } from "@/server/domain/monitoring/kinds";
import { ALERT_RULES, TOLD_BY_NO_FIGURE } from "./alert-rules/rules";
import { forSeconds, nameOf } from "./alert-rules/write-rules";
import { DASHBOARDS } from "./dashboards/dashboards";
import { observeWith } from "./measure";
import { measureProcess } from "./metrics/process-metrics";
import { MONITORING_FILES } from "./monitoring-files";

test.each(Object.keys(MONITORING_FILES))("%s is what the code writes: npm run monitoring", (file) => {
  expect(readFileSync(file, "utf8")).toBe(MONITORING_FILES[file]);
});

/** promtool judges each rule with figures of which it must fire, and with others, near them, of which it must not. */
it("Prometheus takes the rules; each fires, and none fires always", () => {
  const promtool = (...args: readonly string[]) => {
    try {
      return execFileSync("promtool", args, { cwd: "monitoring/prometheus", encoding: "utf8" });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT")
        throw new Error("promtool is missing. On Debian it is in the package prometheus: apt-get install prometheus");
      throw error;
    }
  };
  expect(promtool("check", "rules", "alerts.yml")).toContain(`SUCCESS: ${ALERT_RULES.length} rules found`);
  expect(promtool("test", "rules", "alerts.test.yml")).toContain("SUCCESS");
});

/** Metrics and the labels that each has, as this product tells them. */
async function exported(): Promise<Map<string, readonly string[]>> {
  const registry = measureProcess("web");
  observeWith(undefined);
  const measured = await registry.getMetricsAsJSON();
  const names = new Map<string, readonly string[]>();
  for (const name of Object.keys(FIGURES) as FigureName[]) names.set(name, FIGURES[name].labels);
  for (const metric of registry.getMetricsAsArray()) {
    const labels = [...("labelNames" in metric ? (metric.labelNames as string[]) : []), "process", "instance"];
    names.set(metric.name, labels);
    if (measured.find(({ name }) => name === metric.name)?.type.toString() === "histogram")
      for (const ending of ["_bucket", "_count", "_sum"]) names.set(`${metric.name}${ending}`, [...labels, "le"]);
  }
  return names;
}

const namesIn = (expr: string) => [...expr.matchAll(/\b(?:oracle|process|nodejs)_\w+/g)].map(([name]) => name);
const queries = DASHBOARDS.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));

it("every metric of rules and dashboards is told, with the labels that are asked for", async () => {
  const told = await exported();
  for (const expr of [...ALERT_RULES.map((rule) => rule.expr), ...queries.map(([each]) => each)]) {
    const names = namesIn(expr);
    expect(names, expr).not.toEqual([]);
    expect(
      names.filter((name) => !told.has(name)),
      expr,
    ).toEqual([]);
    const labels = names.flatMap((name) => told.get(name) ?? []);
    const asked = [...expr.matchAll(/([a-z]+)(?:=~|!~|!=|=)"/g), ...expr.matchAll(/\bby \(([^)]*)\)/g)];
    for (const label of asked.flatMap(([, each = ""]) => each.split(", "))) expect(labels, expr).toContain(label);
  }
  for (const [, legend] of queries)
    expect(
      [...legend.matchAll(/\{\{(\w+)\}\}/g)].filter(([, label = ""]) => ![...told.values()].flat().includes(label)),
    ).toEqual([]);
});

it("every kind of incident that figures can tell has a rule, with its priority and its time", () => {
  const kinds = new Set(ALERT_RULES.map(({ kind }) => kind));
  expect(KIND_NAMES.filter((kind) => !kinds.has(kind))).toEqual(TOLD_BY_NO_FIGURE);
  expect(new Set(ALERT_RULES.map(nameOf)).size).toBe(ALERT_RULES.length);
  for (const rule of ALERT_RULES)
    if (rule.kind !== null) expect(forSeconds(rule) * 1_000).toBe(INCIDENT_KINDS[rule.kind].opensAfterMs);
});

it("panels have a title of their own, a unit, and a place that no other has", () => {
  for (const dashboard of DASHBOARDS) {
    const document = JSON.parse(
      MONITORING_FILES[`monitoring/grafana/${dashboard.uid.replace("prize-oracle-", "")}.json`] ?? "",
    );
    const titles = dashboard.panels.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const taken = new Set<string>();
    for (const { gridPos, fieldConfig, targets } of document.panels) {
      expect(fieldConfig.defaults.unit).toMatch(/./);
      expect(targets.length).toBeGreaterThan(0);
      for (let column = gridPos.x; column < gridPos.x + gridPos.w; column++)
        for (let line = gridPos.y; line < gridPos.y + gridPos.h; line++) {
          expect(taken).not.toContain(`${column},${line}`);
          taken.add(`${column},${line}`);
        }
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
  }
});
