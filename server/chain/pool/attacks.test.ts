import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = process.cwd();
const SUITE = path.join(ROOT, "server/chain/pool");

/** The last cell of every row of the table. */
function testsInTable(): string[] {
  const rows = readFileSync(path.join(ROOT, "contracts/ATTACKS.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2);
  return rows.map(
    (row) =>
      row
        .split(/(?<!\\)\|/)
        .at(-2)
        ?.trim() ?? "",
  );
}

function testsInSuite(): string[] {
  return readdirSync(SUITE)
    .filter((file) => /^attacks-.*\.chain\.test\.ts$/.test(file))
    .flatMap((file) => readFileSync(path.join(SUITE, file), "utf8").split("\n"))
    .flatMap((line) => /^\s*it\("([^"]+)"/.exec(line)?.[1] ?? []);
}

describe("contracts/ATTACKS.md", () => {
  it("names a test of the suite in every row, and every test of the suite", () => {
    const [table, suite] = [testsInTable(), testsInSuite()];
    expect(suite.length).toBeGreaterThan(50);
    expect([...table].sort()).toEqual([...suite].sort());
  });

  it("names each test once", () => {
    const table = testsInTable();
    expect(new Set(table).size).toBe(table.length);
  });

  it("names functions and modules that the sources have", () => {
    const text = readFileSync(path.join(ROOT, "contracts/ATTACKS.md"), "utf8");
    const named = [...text.matchAll(/`(guard|subject|value|approval|settings|text|plan)\.(\w+)`/g)];
    expect(named.length).toBeGreaterThan(20);
    for (const [, module, name] of named) {
      const source = readFileSync(path.join(ROOT, `contracts/lib/${module}.ak`), "utf8");
      expect(source, `${module}.${name}`).toMatch(new RegExp(`fn ${name}\\b`));
    }
  });
});
