// `npm test`: sets itself up on a fresh clone, runs every check and every test, and ends with "N passed, N failed".
// `npm test -- unit db` runs only the named parts.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkNode, ensureBuilt, ensureInstalled, findBrowser, interruptedBy, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();

const results = mkdtempSync(path.join(tmpdir(), "prize-test-"));
process.on("exit", () => rmSync(results, { recursive: true, force: true }));

/** What it says is shown at its end: another one speaks meanwhile. */
const check =
  (command, ...args) =>
  async (name) => {
    const file = path.join(results, `${name}.txt`);
    const said = openSync(file, "w");
    const code = await runToEnd(command, args, { stdio: ["ignore", said, said] });
    closeSync(said);
    console.error(`\n== ${name}\n${readFileSync(file, "utf8")}`);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  };

/** Each keeps one core busy, the first one longest: two run at a time. */
const checks = {
  types: check("npx", "tsc", "--noEmit", "-p", "."),
  lint: check("npx", "biome", "ci", "."),
  architecture: check("node", "scripts/check-architecture.mjs"),
  unused: check("npx", "knip"),
  house: check("node", "scripts/check-house.mjs"),
};
/** Each uses all cores. */
const suites = { unit: vitest, chain: vitest, db: vitest, e2e: playwright };

/** One project of vitest. Its counts come from its own report; a report without tests is a failure. */
async function vitest(project) {
  const file = path.join(results, `${project}.json`);
  const args = [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const code = await runToEnd("npx", args, { stdio: ["ignore", 2, 2] });
  const report = readJson(file);
  return counted(
    code,
    report?.numPassedTests ?? 0,
    report?.numFailedTests ?? 0,
    (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  );
}

async function playwright() {
  const browser = findBrowser();
  if (browser === null) {
    console.error(
      "No Chromium was found for the browser tests. Run apt-get install chromium or npx playwright install chromium, or set CHROMIUM_PATH.",
    );
    return { passed: 0, failed: 1 };
  }
  ensureBuilt();
  const file = path.join(results, "e2e.json");
  const code = await runToEnd("npx", ["playwright", "test"], {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  const stats = readJson(file)?.stats;
  return counted(code, stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), stats?.skipped ?? 0);
}

/** A skipped test counts as failed: nothing is skipped silently. */
function counted(code, passed, failed, skipped) {
  if (skipped > 0) console.error(`${skipped} tests were skipped, which counts as failed.`);
  const bad = failed + skipped;
  return { passed, failed: bad === 0 && (code !== 0 || passed === 0) ? 1 : bad };
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

const wanted = process.argv.slice(2);
const parts = [...Object.keys(checks), ...Object.keys(suites)];
const unknown = wanted.filter((name) => !parts.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(", ")}. The parts are: ${parts.join(", ")}.`);
  process.exit(2);
}
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

const total = { passed: 0, failed: 0 };
const rows = [];
async function runPart(name, run) {
  const began = process.hrtime.bigint();
  const { passed, failed } = await run(name);
  if (interruptedBy()) {
    console.error(`Stopped by ${interruptedBy()} in ${name}: no result.`);
    process.exit(130);
  }
  total.passed += passed;
  total.failed += failed;
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000;
  rows.push(
    `${name.padEnd(14)}${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(8)} s`,
  );
}

const waiting = Object.entries(checks).filter(([name]) => isWanted(name));
const inTurn = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await runPart(...next);
};
await Promise.all([inTurn(), inTurn()]);
for (const [name, run] of Object.entries(suites)) {
  if (!isWanted(name)) continue;
  console.error(`\n== ${name}`);
  await runPart(name, run);
}
console.error(`\n${rows.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
