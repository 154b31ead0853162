import { z } from "zod";

/** What is counted of schemathesis's events (NDJSON): each request, and each comparison that found a difference. */
const event = z.looseObject({
  ScenarioFinished: z
    .object({
      recorder: z.object({
        checks: z.record(z.string(), z.array(z.looseObject({ status: z.string() }))).default({}),
        interactions: z
          .record(z.string(), z.looseObject({ response: z.looseObject({ status_code: z.number() }).nullish() }))
          .default({}),
      }),
    })
    .optional(),
});

export type Counts = {
  readonly requests: number;
  readonly failures: number;
  /** How many requests were answered with each status; "none" for those without an answer. */
  readonly statuses: Readonly<Record<string, number>>;
};

export function countRequests(report: string): Counts {
  const recorders = report
    .split("\n")
    .filter((line) => line.startsWith('{"ScenarioFinished"'))
    .flatMap((line) => event.parse(JSON.parse(line)).ScenarioFinished?.recorder ?? []);
  const statuses: Record<string, number> = {};
  for (const { response } of recorders.flatMap(({ interactions }) => Object.values(interactions))) {
    const status = String(response?.status_code ?? "none");
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const checks = recorders.flatMap((recorder) => Object.values(recorder.checks).flat());
  return {
    requests: Object.values(statuses).reduce((sum, count) => sum + count, 0),
    failures: checks.filter(({ status }) => status === "failure").length,
    statuses,
  };
}
