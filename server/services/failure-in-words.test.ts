import { expect, test } from "vitest";
import { failureInWords } from "./failure-in-words";

const failed = (code: string) =>
  new Error("Failed query: select 1", { cause: Object.assign(new Error("PostgreSQL's own words"), { code }) });

test.each([
  ["57P01", /ended a session/],
  ["CONNECTION_CLOSED", /ended a session/],
  ["53100", /disk is full/],
  ["57014", /within its time limit/],
  ["58P01", /cannot read or write its files/],
  ["23505", /refused what was asked of it \(its code 23505\); the log says more/],
])("a statement that failed with %s is told in our words", (code, words) => {
  expect(failureInWords(failed(code))).toMatch(words);
  expect(failureInWords(failed(code))).not.toMatch(/own words|select/);
});
