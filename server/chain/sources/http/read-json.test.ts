import fc from "fast-check";
import { expect, test } from "vitest";
import { RefusedJson, readJson } from "./read-json";

test("what is JSON is read as JSON.parse reads it, and what is none is refused", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readJson(text)).toEqual(JSON.parse(text));
    }),
  );
  for (const text of ["", "\ufeff[]", '{"a', '["\\"', "[NaN]", "]]", '"a":1']) {
    expect(() => readJson(text)).toThrow(SyntaxError);
  }
});

test("a name that is given twice, however it is written", () => {
  expect(() => readJson('[{"a:":1,"b":{"a:":"\\":"}}]')).not.toThrow();
  for (const text of ['{"a":1,"a":1}', '[{"a":1,"\\u0061" : 2}]', '{"a":{"b":1,"b":2}}']) {
    expect(() => readJson(text)).toThrow(RefusedJson);
  }
});

test("what is nested too deeply is not parsed: each level would take sixty times its length in memory", () => {
  // It has no end, which parsing would say.
  expect(() => readJson("[".repeat(1_001))).toThrow(/nested too deeply/);
  expect(() => readJson('{"a":['.repeat(501))).toThrow(/nested too deeply/);
  expect(readJson(`"${"[".repeat(2_000)}"`)).toHaveLength(2_000);
  expect(readJson(`[${"[],".repeat(2_000)}[]]`)).toHaveLength(2_001);
});
