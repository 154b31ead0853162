import { expect, it } from "vitest";
import { judgeRefusals } from "./refusal-rules";

const MINUTE_MS = 60_000;
const refused = (kind: "signature-wrong" | "machines-disagree", times: number, lastMs: number) => ({
  ...{ kind, times, dayIndex: 5, who: "oracle", problem: "It is not over this text." },
  ...{ firstAt: new Date(0), lastAt: new Date(lastMs) },
});

it("one wrong signature is told at once", () => {
  expect(judgeRefusals([refused("signature-wrong", 1, 0)])).toMatchObject([
    { kind: "signature-wrong", subject: "day:5 oracle", fact: "Day 5: It is not over this text.", sinceMs: 0 },
  ]);
});

it.each([
  [2, 2 * MINUTE_MS, 0],
  [3, 2 * MINUTE_MS - 1, 0],
  [3, 2 * MINUTE_MS, 1],
])("machines that disagree %i times within %i ms", (times, lastMs, findings) => {
  const found = judgeRefusals([refused("machines-disagree", times, lastMs)]);
  expect(found).toHaveLength(findings);
  if (findings === 1) expect(found[0]?.fact).toMatch(/ It happened 3 times\.$/);
});
