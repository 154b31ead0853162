import { expect, it } from "vitest";
import { isDatabaseAway, keepsNothing } from "./errors";

/** As drizzle wraps what the server says. */
const failure = (code: string) => new Error("Failed query: …", { cause: Object.assign(new Error("no"), { code }) });

it.each([
  ["57P01", "the server stops", true, false],
  ["53100", "its disk is full", true, false],
  ["ECONNREFUSED", "nobody listens", true, false],
  ["25006", "it takes no writes", false, true],
  ["58030", "its files cannot be written", false, true],
  ["XX001", "its data is damaged", false, true],
  ["23505", "a row is there already", false, false],
  ["57014", "a statement took too long", false, false],
])("%s, %s: away %s, keeps nothing %s", (code, _what, isAway, isUseless) => {
  expect([isDatabaseAway(failure(code)), keepsNothing(failure(code))]).toEqual([isAway, isUseless]);
});
