import { expect, it } from "vitest";
import { judgePause } from "./pause-rules";

const HOUR_MS = 3_600_000;

it("a pause is long from two hours on", () => {
  const pause = { name: "Ann", reason: "looking", sinceMs: 0, needsTwo: false, words: null, checkedBy: null };
  expect(judgePause(null, 3 * HOUR_MS)).toEqual([]);
  expect(judgePause(pause, 2 * HOUR_MS - 1)).toEqual([]);
  expect(judgePause(pause, 2 * HOUR_MS)).toMatchObject([{ kind: "pause-long", sinceMs: 0 }]);
});
