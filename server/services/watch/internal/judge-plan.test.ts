import { expect, it } from "vitest";
import type { StopReason } from "@/server/domain/day/stop-reason";
import type { Anomaly } from "@/server/domain/plan/findings";
import { judgePlan, judgeStopped } from "./judge-plan";

const TOTAL: Anomaly = { rule: "total", totalLovelace: "9000000", medianLovelace: "5000000", days: 7, usual: 15_000 };
const day = { dayIndex: 5, state: "PREVIEW", closing: null, findings: { deviations: [TOTAL] } } as const;

it("a plan that differs much is told until it is committed", () => {
  expect(judgePlan(day)).toMatchObject([
    {
      kind: "plan-deviates",
      subject: "day:5",
      fact: expect.stringMatching(/^Day 5 differs much .* pays 9\.00\sADA; the/),
    },
  ]);
  for (const state of ["CALCULATED", "FROZEN", "COMMITTED", "PAID"] as const) {
    expect(judgePlan({ ...day, state })).toEqual([]);
  }
  expect(judgePlan({ ...day, findings: null })).toEqual([]);
  expect(judgePlan(null)).toEqual([]);
});

const DIFFER: StopReason = { kind: "machines-differ", batchNo: 1, problems: ["another budget"] };

it.each<[string, StopReason | null, string[]]>([
  ["by a person", { kind: "by-person", by: { name: "Ann", text: "odd" }, and: null }, ["day-stopped"]],
  ["for what nobody recorded", null, ["day-stopped"]],
  ["since machines differ", DIFFER, ["machines-disagree", "day-stopped"]],
  [
    "by a person, and since machines differ",
    { kind: "by-person", by: null, and: DIFFER },
    ["machines-disagree", "day-stopped"],
  ],
  [
    "since a script failed that passed here",
    { kind: "script-failed", txHash: "ab", purpose: "pay", batchNo: 1 },
    ["machines-disagree", "day-stopped"],
  ],
])("a day that is stopped %s", (_what, stopReason, kinds) => {
  const found = judgeStopped({ dayIndex: 5, stopReason });
  expect(found.map(({ kind }) => kind)).toEqual(kinds);
  for (const { subject, fact } of found) {
    expect(subject).toBe("day:5");
    expect(fact).toMatch(/^Day 5 is stopped: ./);
  }
});
