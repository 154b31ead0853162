import { expect, it } from "vitest";
import type { Priority } from "./priority";
import { type PublicWord, publicWord } from "./public-word";

const NOW = 1e9;
const MINUTE = 60_000;

it.each<[PublicWord, number | null, Priority[], string]>([
  ["good", NOW - 2 * MINUTE, [], "looked at lately, and nothing is open"],
  ["unknown", NOW - 2 * MINUTE - 1, [], "nobody has looked for two minutes"],
  ["unknown", NOW + 60 * MINUTE, [], "the last look lies in the future: the clock tells nothing"],
  ["unknown", null, [], "nobody ever looked"],
  ["degraded", NOW, [2, 4], "something is open that wakes nobody"],
  ["disrupted", NOW, [3, 1], "something is open that wakes people"],
  ["disrupted", null, [1], "what is open counts, whoever looks"],
])("is %s", (word, lookedMs, priorities) => {
  expect(publicWord({ lookedMs, open: priorities.map((priority) => ({ priority })) }, NOW)).toBe(word);
});
