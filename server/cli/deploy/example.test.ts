import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { parseOperations } from "@/server/domain/day/operations";
import { parseRules } from "@/server/domain/rules/rules";
import { baseAddress } from "@/server/testing/contract/keys";
import { readDocuments } from "./check-documents";
import { readConfig } from "./config";

const folder = mkdtempSync(path.join(tmpdir(), "deploy-example-"));
const file = path.join(folder, "deploy.json");
afterAll(() => rmSync(folder, { recursive: true }));

const EXAMPLE = JSON.parse(readFileSync("deploy.example.json", "utf8"));
const RIGHT = { treasury: baseAddress(1), gameAddress: baseAddress(2), prizeAsset: "ab".repeat(28) };

function reading(document: object) {
  writeFileSync(file, JSON.stringify(document));
  return readConfig(file);
}

it("the example's only problems are its placeholders, each with its field and what to put there", async () => {
  const said = await readConfig("deploy.example.json").then(String, String);
  const [, ...problems] = said.split("\n");
  expect(problems).toEqual([
    expect.stringMatching(/^ {2}treasury is a placeholder\. Put here: the address that withdrawn money goes to/),
    expect.stringMatching(/^ {2}rules\.gameAddress is a placeholder\. Put here: the game's address/),
    expect.stringMatching(/^ {2}rules\.prizeAsset is a placeholder\. Put here: the token to hold/),
  ]);
});

it("the example is a deployment once they are filled in, and names every field with its default", async () => {
  const { treasury, ...rules } = RIGHT;
  const filled = { ...EXAMPLE, treasury, rules: { ...EXAMPLE.rules, ...rules } };
  const config = await reading(filled);
  readDocuments(config);
  // Without a default: they decide about money.
  const { dailyLimitLovelace, depositLovelace } = EXAMPLE;
  const least = await reading({ treasury, dailyLimitLovelace, depositLovelace, rules: filled.rules });
  expect({ ...config, operations: {} }).toEqual(least);
  expect(Object.keys(EXAMPLE).sort()).toEqual(Object.keys(least).sort());
  const [given, byDefault] = [parseOperations(config.operations), parseOperations({})];
  expect(given).toEqual(byDefault);
  expect(namesIn(EXAMPLE.operations)).toEqual(namesIn(byDefault.ok && byDefault.operations));
  const parsed = parseRules(config.rules);
  expect(namesIn(filled.rules)).toEqual(namesIn(parsed.ok && parsed.rules));
});

/** The paths of all fields, sorted. */
function namesIn(value: unknown, before = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [before];
  return Object.entries(value)
    .flatMap(([name, inner]) => namesIn(inner, `${before}.${name}`))
    .sort();
}
