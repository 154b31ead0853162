import { expect, it } from "vitest";
import { type HealthState, healthPart } from "@/server/domain/health/part";
import { judgePart } from "./part-rules";
import { judgePause } from "./pause-rules";

const HOUR_MS = 3_600_000;

it.each<[HealthState | "missing", number | null]>([
  ["ok", 0],
  ["waits", 0],
  ["warning", 1],
  ["failing", 1],
  ["unknown", null],
  ["missing", null],
])("a part that is %s", (state, findings) => {
  const parts = state === "missing" ? [] : [healthPart("pool", { state, fact: "It has 6 days.", next: "Add money." })];
  const answer = judgePart("pool-low", "pool", parts);
  expect(answer?.length ?? null).toBe(findings);
  if (findings === 1) expect(answer).toMatchObject([{ subject: "pool", fact: "It has 6 days.", next: "Add money." }]);
});

it("a pause is long from two hours on", () => {
  const pause = { name: "Ann", reason: "looking", sinceMs: 0, needsTwo: false, words: null, checkedBy: null };
  expect(judgePause(null, 3 * HOUR_MS)).toEqual([]);
  expect(judgePause(pause, 2 * HOUR_MS - 1)).toEqual([]);
  expect(judgePause(pause, 2 * HOUR_MS)).toMatchObject([{ kind: "pause-long", sinceMs: 0 }]);
});
