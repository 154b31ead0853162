// Removes every check of the contract in turn: some test of `aiken check` must fail for each. A check is a conjunct of
// an `and { … }` or `&&`, an `expect`ed condition, or the exact length of a destructured list. Progress goes to stderr.
// The last line on stdout is a JSON object. The exit code says whether every removal was caught.
//
//   node scripts/contract-mutations.mjs                   all of them
//   node scripts/contract-mutations.mjs --sample 8 --seed 1    some of them, always the same for a seed
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, homedir, tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { parseArgs } from "node:util";

const CONTRACTS = new URL("../contracts", import.meta.url).pathname;
const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${join(homedir(), ".cargo", "bin")}` };

const { values } = parseArgs({
  options: { sample: { type: "string" }, seed: { type: "string", default: "1" }, list: { type: "boolean" } },
});

/** Many times the duration of all tests. */
const GIVE_UP_MS = 300_000;

/** Sources without tests and testing helpers. */
function sources(directory = CONTRACTS) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ["testing", "build"].includes(entry.name) ? [] : sources(path);
    return entry.name.endsWith(".ak") && !entry.name.endsWith(".test.ak") ? [path] : [];
  });
}

const CLOSING = { "(": ")", "[": "]", "{": "}" };

/** Index after the bracket that closes the one at `open`, skipping strings and comments. */
function closeOf(text, open) {
  const stack = [];
  for (let i = open; i < text.length; i++) {
    i = skipped(text, i);
    const c = text[i];
    if (c in CLOSING) stack.push(CLOSING[c]);
    else if (c === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return i + 1;
    }
  }
  throw new Error("a bracket is not closed");
}

/** The last character of the string or comment that starts here, or the same index. */
function skipped(text, i) {
  if (text[i] === '"') return text.indexOf('"', i + 1);
  if (text.startsWith("//", i)) return text.indexOf("\n", i);
  return i;
}

/** Spans of the conjuncts between two brackets, separated by commas. */
function conjuncts(text, open, end) {
  const spans = [];
  let from = open + 1;
  for (let i = open + 1; i < end; i++) {
    i = skipped(text, i);
    if (text[i] in CLOSING) i = closeOf(text, i) - 1;
    else if (text[i] === "," || i === end - 1) {
      spans.push([from, i]);
      from = i + 1;
    }
  }
  return spans.filter(([a, b]) => withoutComments(text.slice(a, b)).trim() !== "");
}

function withoutComments(text) {
  return text.replace(/\/\/[^\n]*/g, "");
}

/** Every mutant of one source: what goes where. */
function mutantsOf(text) {
  const found = [];
  const put = (from, to, by, kind) => found.push({ from, to, by, kind });
  for (const { index } of text.matchAll(/\band \{/g)) {
    const open = index + 4;
    for (const [from, to] of conjuncts(text, open, closeOf(text, open))) put(from, to, " True", "conjunct");
  }
  for (const { index } of text.matchAll(/\bexpect \(/g)) {
    const open = index + 7;
    const end = closeOf(text, open);
    put(open, text[end] === "?" ? end + 1 : end, "True", "expected condition");
  }
  for (const { index, 0: all, 1: call } of text.matchAll(/\bexpect ([a-z_.]+\()/g)) {
    const end = closeOf(text, index + all.length - 1);
    put(index + 7, text[end] === "?" ? end + 1 : end, "True", `expected ${call.slice(0, -1)}`);
  }
  // `expect [a] = list` takes a list of exactly one: a longer one must be refused.
  for (const { index, 0: all, 1: items } of text.matchAll(/\bexpect \[([^\]\n]*)\] =/g)) {
    if (/(^|,)\s*\.\.\w*\s*$/.test(items)) continue;
    put(index, index + all.length, `expect [${items}, ..] =`, "exact length");
  }
  // Patterns that bind nothing are only checks.
  for (const { index, 0: all } of text.matchAll(/\bexpect [A-Z]\w* \{ \.\. \} = [\w.]+\n/g)) {
    put(index, index + all.length, "\n", "state");
  }
  // A traced condition that is a whole result: of a function, or of one case.
  for (const { index, 0: all, 1: before, 2: condition } of text.matchAll(
    /^( *(?:[A-Z][^\n]* -> )?)([(a-z][^\n]*)\?$/gm,
  )) {
    if (/^(expect|let) /.test(condition)) continue;
    put(index + before.length, index + all.length, "True", "answer");
  }
  for (const { index } of text.matchAll(/&&/g)) {
    put(...rightOperand(text, index), " True", "right of &&");
    put(...leftOperand(text, index), "True ", "left of &&");
  }
  return found;
}

function rightOperand(text, at) {
  let i = at + 2;
  while (/\s/.test(text[i])) i++;
  const from = i;
  for (; i < text.length; i++) {
    if (text[i] in CLOSING) i = closeOf(text, i) - 1;
    else if ([")", "]", "}", ","].includes(text[i]) || text[i] === "\n" || text.startsWith(" &&", i)) break;
  }
  return [from, i];
}

/** Back to the start of the expression: a line's first word, an opening bracket, an arrow or another `&&`. */
function leftOperand(text, at) {
  let depth = 0;
  let i = at - 1;
  for (; i > 0; i--) {
    if ([")", "]", "}"].includes(text[i])) depth++;
    else if (["(", "[", "{"].includes(text[i])) {
      if (depth === 0) return [i + 1, at];
      depth--;
    } else if (depth === 0 && (text.startsWith("-> ", i) || text.startsWith("&& ", i))) return [i + 3, at];
    else if (depth === 0 && text[i] === "\n") return [i + 1 + text.slice(i + 1).search(/\S/), at];
  }
  return [i, at];
}

/** Mulberry32: small, seeded, the same everywhere. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sampled(list, count, seed) {
  const next = random(seed);
  const left = [...list];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(next() * left.length), 1)[0],
  );
}

/** Result of the tests in a folder: they do not compile, pass, or fail. */
async function check(directory, ...only) {
  const options = { cwd: directory, env, maxBuffer: 1 << 28, timeout: GIVE_UP_MS };
  const args = ["check", "--trace-level", "silent", ...only];
  const { error, stdout, stderr } = await new Promise((resolve) => {
    execFile("aiken", args, options, (error, stdout, stderr) => resolve({ error, stdout, stderr }));
  });
  if (error?.code === "ENOENT")
    throw new Error("the Aiken compiler is missing; install it with: cargo install aiken --version 1.1.24 --locked");
  // Without its check a loop may never end: that counts as a failing test.
  if (error?.killed) return { compiled: true, passed: false };
  let summary;
  try {
    summary = JSON.parse(stdout).summary;
  } catch {
    return { compiled: false, detail: stderr.slice(-600) };
  }
  return { compiled: true, passed: error === null && summary.failed === 0 };
}

/**
 * Checks that another one makes redundant. They stay because their trace names the error. Without them the contract
 * refuses the same, so no test can tell.
 */
const EQUIVALENT = [
  // `skip` by a negative number runs off the list.
  "lib/approval.ak expected condition: (index >= position)?",
  // `cons_bytearray` takes no more than a byte.
  "lib/approval.ak expected condition: (length <= 255)?",
  // `text.decimal` fails for a negative number, and the text is always made.
  "lib/redeemers/commit.ak conjunct: (total.tokens >= 0)?",
];

const all = sources().flatMap((path) => {
  const text = readFileSync(path, "utf8");
  return mutantsOf(text).flatMap((mutant) => {
    const line = text.slice(0, mutant.from + text.slice(mutant.from).search(/\S/)).split("\n").length;
    const removed = withoutComments(text.slice(mutant.from, mutant.to)).replace(/\s+/g, " ").trim();
    const file = relative(CONTRACTS, path);
    const known = EQUIVALENT.includes(`${file} ${mutant.kind}: ${removed}`);
    return known ? [] : [{ ...mutant, path, name: `${file}:${line} ${mutant.kind}: ${removed}` }];
  });
});
if (values.list) for (const { name } of all) console.error(name);

const chosen = values.list ? [] : values.sample ? sampled(all, Number(values.sample), Number(values.seed)) : all;
const base = mkdtempSync(join(tmpdir(), "contract-mutations-"));
const problems = [];
let caught = 0;
let done = 0;

/** Each worker has its own folder. Mutants come from one queue. */
async function work(number, queue) {
  const directory = join(base, String(number));
  cpSync(CONTRACTS, directory, { recursive: true, filter: (path) => !path.endsWith("/build") });
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { path, from, to, by, name } = mutant;
    const original = readFileSync(path, "utf8");
    const target = join(directory, relative(CONTRACTS, path));
    writeFileSync(target, original.slice(0, from) + by + original.slice(to));
    // Most are caught by the tests beside the source, a fraction of all tests.
    const own = relative(join(CONTRACTS, "lib"), path).replace(/\.ak$/, "");
    let result = path.includes("/lib/") ? await check(directory, "-m", own) : await check(directory);
    if (result.compiled && result.passed) result = await check(directory);
    writeFileSync(target, original);
    done += 1;
    const verdict = !result.compiled ? "DOES NOT COMPILE" : result.passed ? "SURVIVES" : "caught";
    if (verdict === "caught") caught += 1;
    else problems.push(`${verdict}: ${name}${result.compiled ? "" : `\n${result.detail}`}`);
    console.error(`${done}/${chosen.length} ${verdict} ${name}`);
  }
}

try {
  const unchanged = chosen.length === 0 || (await check(CONTRACTS)).passed;
  if (!unchanged) problems.push("the tests fail without any mutation: run aiken check");
  const queue = unchanged ? [...chosen] : [];
  await Promise.all(Array.from({ length: availableParallelism() }, (_, number) => work(number, queue)));
} catch (error) {
  problems.push(error.message);
} finally {
  rmSync(base, { recursive: true, force: true });
}
for (const problem of problems) console.error(`contract-mutations: ${problem}`);
const ok = problems.length === 0;
console.log(
  JSON.stringify({
    ok,
    mutants: all.length,
    equivalent: EQUIVALENT.length,
    tried: chosen.length,
    caught,
    problems,
  }),
);
process.exitCode = ok ? 0 : 1;
