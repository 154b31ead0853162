import { expect, it } from "vitest";
import { checkParameters } from "./parameters.mjs";

const problemsOf = (text: string) => checkParameters([{ path: "a.ts", text }]).problems;

it.each([
  "function f(a, b, c, d, e) {}",
  "const f = (a, b, c, d, { e }) => a;",
  "const f = function (a, b, c, d, ...e) {};",
  "class F { f(a, b, c, d, e) {} }",
  "class F { constructor(a, b, c, d, e) {} }",
])("fails on %s", (text) => {
  expect(problemsOf(text)).toHaveLength(1);
});

it("names the function and its place", () => {
  expect(problemsOf("\nfunction f(a, b, c, d, e) {}")).toEqual(["a.ts:2: f has 5 parameters; the most is 4"]);
});

it("takes four, and `this` beside them", () => {
  expect(problemsOf("function f(this: A, a, b, c, d) {}")).toEqual([]);
});
