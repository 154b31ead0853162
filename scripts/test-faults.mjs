// `npm run test:faults`: each named fault (faults.mjs) and each thing that stops a day (stops.mjs) by the tests that
// bring it about, and the kill matrix: kill -9 after every step that is stored, under every answer of the provider.
// Ends with a JSON object on stdout.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FAULTS } from "./faults.mjs";
import { checkNode, root, runToEnd } from "./lib.mjs";
import { STOPS } from "./stops.mjs";

checkNode();
const faults = FAULTS.map(([fault, file, name]) => [fault, `server/${file}`, name]);
const stops = STOPS.flatMap(([row, ...tests]) => tests.map(([file, name]) => [row, file, name]));
const wanted = [...faults, ...stops];
const folder = mkdtempSync(path.join(tmpdir(), "prize-faults-"));
const results = path.join(folder, "results.json");
const matrix = path.join(folder, "cells.jsonl");
try {
  const files = [...new Set(wanted.map(([, file]) => file))];
  const args = ["vitest", "run", "--project", "db", "--project", "fault", ...files];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const env = { ...process.env, TEST_FULL: "1", KILL_MATRIX_FILE: matrix };
  const code = await runToEnd("npx", [...args, ...reporters], { stdio: ["ignore", 2, 2], env });
  const { tests, problems } = readResults();
  const unproven = wanted.filter(([, file, name]) => !isProven(tests.get(file) ?? [], name));
  for (const [what, file] of unproven) console.error(`Not proven: ${what} (${file})`);
  for (const problem of problems) console.error(problem);
  const cells = readCells();
  const wrong = unproven.length + problems.length;
  const ok = code === 0 && wrong === 0 && cells !== null;
  const proven = (listed) => listed.filter((each) => !unproven.includes(each)).length;
  console.log(JSON.stringify({ ok, faults: proven(faults), stops: proven(stops), cells, wrong }));
  process.exitCode = ok ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Of one name there may be several tests, for several cases: all must have passed. */
function isProven(tests, name) {
  const found = tests.filter(({ fullName }) => fullName.includes(name));
  return found.length > 0 && found.every(({ status }) => status === "passed");
}

/** By file; and what failed besides. */
function readResults() {
  const read = readIfThere(results);
  if (read === null) return { tests: new Map(), problems: ["vitest has written no results"] };
  const files = JSON.parse(read).testResults;
  const tests = new Map(files.map(({ name, assertionResults }) => [path.relative(root, name), assertionResults]));
  const failed = [...tests].flatMap(([file, all]) =>
    all.filter(({ status }) => status !== "passed").map((test) => [file, test]),
  );
  return { tests, problems: failed.map(([file, { fullName, status }]) => `${status}: ${file}: ${fullName}`) };
}

/** Steps of a day times answers of the provider; null if the matrix did not run. */
function readCells() {
  const read = readIfThere(matrix);
  return read === null ? null : new Set(read.trim().split("\n")).size;
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
