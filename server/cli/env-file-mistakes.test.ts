import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { findMistakes } from "./env-file-mistakes";

const mistakesOf = (text: string) => findMistakes(text, Object.keys(parseEnv(text)));

test("lines that set nothing and names that nothing reads are named, and what is meant", () => {
  expect(mistakesOf("PORT=1\nTRUSTED_PROXYS=10.0.0.0/8\nHOST 0.0.0.0\nexport LOG_LEVEL\n")).toEqual([
    'line 3 has no "=" after its name. Write NAME=value.',
    'line 4 has no "=" after its name. Write NAME=value.',
    'nothing reads "TRUSTED_PROXYS". TRUSTED_PROXIES is meant, or rename it.',
  ]);
  expect(mistakesOf("AUDIT_KEY_OLD=x")).toEqual([expect.stringContaining("AUDIT_KEYS_OLD is meant")]);
});

test("comments, blank lines, values in several lines and variables of others are no mistakes", () => {
  const others = 'PATH=/bin\nNODE_ENV=production\nPORTS=1\nexport A=b\n# HOST 1\n\nB="one\n  two=2\n"\n';
  expect(mistakesOf(others)).toEqual([]);
  expect(mistakesOf(readFileSync(".env.example", "utf8"))).toEqual([]);
});
