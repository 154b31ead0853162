import { expect, it } from "vitest";
import { sayConnectionProblem } from "./connection-problem";

const failed = (cause: Error) => new TypeError("fetch failed", { cause });

it.each([
  ["a code that we have words for", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), /nothing listens/],
  ["another code", Object.assign(new Error("odd"), { code: "EODD" }), /^the connection failed \(EODD\)\.$/],
  ["no code", new Error("bad port"), /^the connection failed \(bad port\)\.$/],
])("says why there is no connection: %s", (_what, cause, words) => {
  expect(sayConnectionProblem(failed(cause))).toMatch(words);
});

it("says so where nothing is known", () => {
  expect(sayConnectionProblem("odd")).toBe("the connection failed (no reason given).");
});
