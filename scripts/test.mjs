// `npm test`: sets itself up on a fresh clone, runs every check and every test, and ends with "N passed, N failed".
// `npm test -- unit db` runs only the named parts.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkNode, ensureBuilt, ensureInstalled, findBrowser, interruptedBy, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();

const results = mkdtempSync(path.join(tmpdir(), "prize-test-"));
process.on("exit", () => rmSync(results, { recursive: true, force: true }));

const check =
  (command, ...args) =>
  async () => {
    const code = await runToEnd(command, args, { stdio: ["ignore", 2, 2] });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  };

const parts = {
  lint: check("npx", "biome", "ci", "."),
  types: check("npx", "tsc", "--noEmit", "-p", "."),
  architecture: check("node", "scripts/check-architecture.mjs"),
  unused: check("npx", "knip"),
  house: check("node", "scripts/check-house.mjs"),
  unit: () => vitest("unit"),
  chain: () => vitest("chain"),
  db: () => vitest("db"),
  e2e: playwright,
};

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
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(", ")}. The parts are: ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
const rows = [];
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`\n== ${name}`);
  const began = process.hrtime.bigint();
  const { passed, failed } = await run();
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
console.error(`\n${rows.join("\n")}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
