import { expect, it } from "vitest";
import { checkStops } from "./stops.mjs";

const table = (row: string) => ({
  path: "OPERATIONS.md",
  text: `## Another\n\n| a | b |\n| - | - |\n| c | d |\n\n## When a day stops\n\n| what you see | what to do |\n| - | - |\n| ${row} | wait |\n`,
});
const tests = { path: "server/a.test.ts", text: 'it("it waits, and is paid")' };
const STOPS = [["a stop", ["server/a.test.ts", "it waits"]]];
const problemsOf = (...files: { path: string; text: string }[]) => checkStops(files, STOPS).problems;

it("takes a table whose rows all have a test", () => {
  expect(problemsOf(table("a stop"), tests)).toEqual([]);
});

it("fails for a row without a test, and for a test of no row", () => {
  expect(problemsOf(table("another"), tests)).toEqual([
    'no test does what OPERATIONS.md says of "another"',
    'OPERATIONS.md, "When a day stops", has no row "a stop"',
  ]);
});

it("fails for a test that is not there", () => {
  expect(problemsOf(table("a stop"), { ...tests, text: "" })).toHaveLength(1);
  expect(problemsOf(table("a stop"), { ...tests, path: "server/b.test.ts" })).toHaveLength(1);
});
