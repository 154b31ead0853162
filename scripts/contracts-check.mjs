// The contract's own checks: its Aiken tests in both trace modes, that contracts/ builds to the committed blueprints,
// the published attacks through the ledger's rules, and that removing a check makes a test fail: a fixed sample, or all
// with --all. Progress goes to stderr. The last line on stdout is a JSON object. The exit code says whether all is
// well.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureInstalled } from "./lib.mjs";

const ROOT = new URL("..", import.meta.url).pathname;
const CONTRACTS = join(ROOT, "contracts");
/** Tests read the traces to know why a script refused; nobody deploys that build. */
const BLUEPRINTS = [
  { file: "plutus.json", traceLevel: "silent" },
  { file: "plutus.traced.json", traceLevel: "verbose" },
];
const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${join(homedir(), ".cargo", "bin")}` };
const problems = [];
const counts = { tests: 0, passed: 0, failed: 0, blueprints: 0, attacks: 0, mutants: 0, caught: 0 };
const MUTATION_SAMPLE = ["--sample", "8", "--seed", "1"];

function say(text) {
  process.stderr.write(`${text}\n`);
}

function aiken(directory, ...args) {
  return spawnSync("aiken", args, { cwd: directory, env, encoding: "utf8", maxBuffer: 1 << 28 });
}

function wantedCompiler() {
  const found = /^compiler\s*=\s*"v([^"]+)"/m.exec(readFileSync(join(CONTRACTS, "aiken.toml"), "utf8"));
  if (!found) throw new Error('contracts/aiken.toml names no compiler; add a line compiler = "v1.1.24"');
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
    `the Aiken compiler is version ${found}, but contracts/aiken.toml wants ${wanted}; install it with: ${install}`,
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

/** The machine that built the compiler does not matter. */
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
    problems.push(`contracts/${file} is missing; create it with: ${rebuild}`);
    return;
  }
  if (comparable(built) === comparable(committed)) counts.blueprints += 1;
  else problems.push(`contracts/${file} is not what the sources build to; rebuild it with: ${rebuild}`);
}

/** Tries each published attack on the compiled contract, through the ledger's rules. */
function runAttacks() {
  say("published attacks (contracts/ATTACKS.md)");
  ensureInstalled();
  const args = ["vitest", "run", "--project", "chain", "--reporter=json", "server/chain/pool/attacks"];
  const { stdout, stderr } = spawnSync("npx", args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  const report = parseJson(stdout);
  counts.attacks = report?.numPassedTests ?? 0;
  const unproven = (report?.numTotalTests ?? 0) - counts.attacks;
  if (!report || counts.attacks === 0) problems.push(`the attack suite did not run: ${stderr.trim().slice(-2000)}`);
  else if (unproven > 0 || !report.success)
    problems.push(`${unproven} attacks are not proven to fail: npm test -- chain`);
}

function runMutations(all) {
  say(all ? "every check removed in turn" : "a sample of the checks removed in turn");
  const args = ["scripts/contract-mutations.mjs", ...(all ? [] : MUTATION_SAMPLE)];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const result = parseJson(stdout.trim().split("\n").at(-1) ?? "");
  counts.mutants = result?.tried ?? 0;
  counts.caught = result?.caught ?? 0;
  if (!result) problems.push("the mutations did not run");
  else problems.push(...result.problems);
}

if (checkCompiler()) {
  // In a copy, so that a check never changes the working tree.
  const directory = mkdtempSync(join(tmpdir(), "contracts-check-"));
  try {
    for (const part of ["lib", "validators"]) cpSync(join(CONTRACTS, part), join(directory, part), { recursive: true });
    copyFileSync(join(CONTRACTS, "aiken.toml"), join(directory, "aiken.toml"));
    for (const { traceLevel } of BLUEPRINTS) runTests(directory, traceLevel);
    for (const blueprint of BLUEPRINTS) checkBlueprint(directory, blueprint);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  runAttacks();
  runMutations(process.argv.includes("--all"));
}
for (const problem of problems) say(`contracts-check: ${problem}`);
const ok = problems.length === 0;
process.stdout.write(`${JSON.stringify({ ok, ...counts, problems })}\n`);
process.exitCode = ok ? 0 : 1;
