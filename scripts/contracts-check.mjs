// Proves that the committed blueprints are what contracts/ builds to, after running the contract's own tests.
// Progress goes to stderr; the last line on stdout is one JSON object; the exit code says whether all is well.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const ROOT = new URL("..", import.meta.url).pathname;
const CONTRACTS = join(ROOT, "contracts");
/** The traces are what tests read to know why a script refused; nobody deploys that build. */
const BLUEPRINTS = [
  { file: "plutus.json", traceLevel: "silent" },
  { file: "plutus.traced.json", traceLevel: "verbose" },
];
const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${join(homedir(), ".cargo", "bin")}` };
const problems = [];
const counts = { tests: 0, passed: 0, failed: 0, blueprints: 0 };

function say(text) {
  process.stderr.write(`${text}\n`);
}

function aiken(directory, ...args) {
  return spawnSync("aiken", args, { cwd: directory, env, encoding: "utf8", maxBuffer: 1 << 28 });
}

function wantedCompiler() {
  const found = /^compiler\s*=\s*"v([^"]+)"/m.exec(readFileSync(join(CONTRACTS, "aiken.toml"), "utf8"));
  if (!found)
    throw new Error('contracts/aiken.toml names no compiler; it should have a line compiler = "v1.1.24"');
  return found[1];
}

function checkCompiler() {
  const wanted = wantedCompiler();
  const install = `cargo install aiken --version ${wanted} --locked`;
  const { error, stdout } = aiken(ROOT, "--version");
  if (error) {
    problems.push(`the Aiken compiler is missing; install it with: ${install}`);
    return false;
  }
  const found = /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (found === wanted) return true;
  problems.push(
    `the Aiken compiler is version ${found}, contracts/aiken.toml wants ${wanted}; install it with: ${install}`,
  );
  return false;
}

function runTests(directory, traceLevel) {
  say(`aiken check, traces ${traceLevel}`);
  const { status, stdout, stderr } = aiken(directory, "check", "--trace-level", traceLevel, "--deny");
  const report = parseJson(stdout);
  const summary = report?.summary;
  if (!summary) {
    problems.push(`aiken check (traces ${traceLevel}) failed: ${stderr.trim().slice(-2000)}`);
    return;
  }
  counts.tests += summary.total;
  counts.passed += summary.passed;
  counts.failed += summary.failed;
  if (summary.total === 0) problems.push("aiken check found no tests");
  if (status === 0 && summary.failed === 0) return;
  const failed = report.modules.flatMap(({ name, tests }) =>
    tests.filter((test) => test.status !== "pass").map((test) => `${name}.${test.title}`),
  );
  problems.push(`aiken check (traces ${traceLevel}): ${failed.join(", ") || stderr.trim().slice(-2000)}`);
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Which machine built the compiler is no part of what was built. */
function comparable(text) {
  const blueprint = JSON.parse(text);
  delete blueprint.preamble.compiler;
  return JSON.stringify(blueprint);
}

function checkBlueprint(directory, { file, traceLevel }) {
  say(`aiken build, traces ${traceLevel}, against contracts/${file}`);
  const { status, stderr } = aiken(directory, "build", "--trace-level", traceLevel, "--out", "rebuilt.json");
  const rebuild = `cd contracts && aiken build --trace-level ${traceLevel} --out ${file}`;
  if (status !== 0) {
    problems.push(`aiken build failed: ${stderr.trim().slice(-2000)}`);
    return;
  }
  const built = readFileSync(join(directory, "rebuilt.json"), "utf8");
  let committed;
  try {
    committed = readFileSync(join(CONTRACTS, file), "utf8");
  } catch {
    problems.push(`contracts/${file} is missing; make it with: ${rebuild}`);
    return;
  }
  if (comparable(built) === comparable(committed)) counts.blueprints += 1;
  else problems.push(`contracts/${file} is not what the sources build to; make it again with: ${rebuild}`);
}

if (checkCompiler()) {
  // A copy, so that a check never changes the working tree.
  const directory = mkdtempSync(join(tmpdir(), "contracts-check-"));
  try {
    for (const part of ["lib", "validators"])
      cpSync(join(CONTRACTS, part), join(directory, part), { recursive: true });
    copyFileSync(join(CONTRACTS, "aiken.toml"), join(directory, "aiken.toml"));
    for (const { traceLevel } of BLUEPRINTS) runTests(directory, traceLevel);
    for (const blueprint of BLUEPRINTS) checkBlueprint(directory, blueprint);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
for (const problem of problems) say(`contracts-check: ${problem}`);
const ok = problems.length === 0;
process.stdout.write(`${JSON.stringify({ ok, ...counts, problems })}\n`);
process.exitCode = ok ? 0 : 1;
