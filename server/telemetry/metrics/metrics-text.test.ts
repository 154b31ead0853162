import { expect, it } from "vitest";
import { ageSeconds, FIGURES, type FigureName, known, oneOfStates } from "@/server/domain/monitoring/figures";
import { observeDuration, observeWith } from "../measure";
import { metricsText } from "./metrics-text";
import { measureProcess } from "./process-metrics";

it("figures are told with their help, labels that nothing breaks out of, and nothing that is not known", async () => {
  const figures = [
    ...known("oracle_up", 1),
    ...known("oracle_pool_lovelace", 12_345_678_901_234n),
    ...known("oracle_pool_days", null),
    ...known("oracle_deliveries_waiting", 3, { channel: 'ops "1"\n} 5 \\' }),
  ];
  const text = await metricsText(figures, []);
  expect(text).toContain(`# HELP oracle_up ${FIGURES.oracle_up.help}\n# TYPE oracle_up gauge\noracle_up 1\n`);
  expect(text).toContain("oracle_pool_lovelace 12345678901234\n");
  expect(text).not.toContain("oracle_pool_days");
  expect(text).toContain('oracle_deliveries_waiting{channel="ops \\"1\\"\\n} 5 \\\\"} 3\n');
});

it("the state that holds is 1 and the others are 0", () => {
  const figures = oneOfStates("oracle_source_state", ["good", "away"], "away", { source: "koios" });
  expect(figures.map(({ value, labels }) => [value, labels])).toEqual([
    [0, { source: "koios", state: "good" }],
    [1, { source: "koios", state: "away" }],
  ]);
});

it("an age is never negative, and of what never was it is not known", () => {
  expect(ageSeconds(10_000, 4_000)).toBe(6);
  expect(ageSeconds(10_000, 11_000)).toBe(0);
  expect(ageSeconds(10_000, null)).toBeNull();
});

it("what processes measure is told once for each, with its unit, and costs nothing before it is asked for", async () => {
  const labels = { door: "api", status: "2xx" };
  observeWith(undefined);
  observeDuration("oracle_request_duration_seconds", labels, performance.now());
  const [web, engine] = [measureProcess("web"), measureProcess("engine")];
  observeDuration("oracle_job_duration_seconds", { job: "scan", result: "done" }, performance.now() - 2_000);
  observeWith(undefined);
  const text = await metricsText([], [await web.getMetricsAsJSON(), await engine.getMetricsAsJSON()]);
  expect(text).toContain('oracle_job_duration_seconds_bucket{le="1",job="scan",result="done",process="engine"} 0\n');
  expect(text).toContain('oracle_job_duration_seconds_count{job="scan",result="done",process="engine"} 1\n');
  expect(text).not.toContain('door="api"');
  for (const process of ["web", "engine"])
    expect(text).toMatch(new RegExp(`process_resident_memory_bytes\\{process="${process}"\\} \\d+`));
  expect(text.match(/# TYPE process_resident_memory_bytes /g)).toHaveLength(1);
});

it("every figure says in its name what it is in, and its labels are no person and no address", () => {
  for (const name of Object.keys(FIGURES) as FigureName[]) {
    const { help, labels } = FIGURES[name];
    expect(name).toMatch(/^oracle_[a-z]+(_[a-z]+)*$/);
    if (/age|duration|oldest|since/i.test(name)) expect(name).toMatch(/_seconds$/);
    expect(help).toMatch(/\.$/);
    for (const label of labels) expect(label).not.toMatch(/person|user|address|email|ip/);
  }
});
