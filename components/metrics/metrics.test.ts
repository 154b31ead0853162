import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { metricTexts as texts } from "@/components/messages/metrics";
import { judgeMetrics } from "@/server/domain/metrics/judge-metrics";
import { computeMetrics, type MetricEvidence } from "@/server/domain/metrics/service-metrics";
import { NO_EVIDENCE } from "@/server/testing/metrics/no-evidence";
import { MetricGrid } from "./metric-grid";
import { MetricHistory } from "./metric-history";
import { PerformanceTable } from "./performance-table";

const day = { date: "2026-11-28", up: 1_439, down: 1, unknown: 0, total: 50, failed: 2, apiP99Ms: 41.6 };

function grid(evidence: MetricEvidence): string {
  const metrics = computeMetrics(evidence);
  const view = { metrics, verdicts: judgeMetrics(metrics, evidence), evidence };
  return renderToStaticMarkup(createElement(MetricGrid, { view, service: [day, day] }));
}
const times = (html: string, word: string) => html.split(word).length - 1;

describe("the grid of metrics", () => {
  it("claims nothing without evidence, but that nobody knows of a security incident", () => {
    const html = grid(NO_EVIDENCE);
    // Each says it as its value and as its verdict.
    expect(times(html, texts.verdicts.unknown)).toBe(2 * 9);
    expect(times(html, texts.verdicts.met)).toBe(1);
    expect(html).not.toMatch(/NaN|null|undefined/);
  });
  it("shows what was late by value, target and word", () => {
    const html = grid({
      ...NO_EVIDENCE,
      paidInTime: { days: { good: 89, total: 90 }, lines: { good: 899, total: 900 } },
    });
    expect(html).toContain("98.88\u00a0%");
    expect(html).toContain("Target: 99.95\u00a0%");
    expect(html).toContain("89 of 90 days");
    expect(times(html, texts.verdicts.missed)).toBe(1);
    expect(times(html, texts.verdicts.early)).toBe(1);
  });
});

it("history has each figure in a table; before the first whole day it says so", () => {
  expect(renderToStaticMarkup(createElement(MetricHistory, { service: [] }))).toContain(texts.history.none);
  const html = renderToStaticMarkup(createElement(MetricHistory, { service: [day] }));
  expect(html).toContain("1 minute not served in 1 full day.");
  expect(times(html, '<th scope="row"')).toBe(3);
  expect(html).toContain("2 of 50 runs and requests failed.");
});

it("a figure that became slower stands beside what is usual", () => {
  const last = { atMs: 0, value: 3_000 };
  const comparison = { latest: 2_900, usual: 1_000.04, isWorse: true, sinceMs: 0 };
  const figures = [
    { name: "job-scan-ms", last, comparison },
    { name: "visit-api-ms", last, comparison: null },
  ] as const;
  const html = renderToStaticMarkup(createElement(PerformanceTable, { figures }));
  for (const text of ["3\u202f000 ms", "1\u202f000 ms", texts.performance.worse, texts.performance.unknown])
    expect(html).toContain(text);
  expect(renderToStaticMarkup(createElement(PerformanceTable, { figures: [] }))).toContain(texts.performance.none);
});
