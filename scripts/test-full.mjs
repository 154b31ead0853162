// `npm run test:full`: `npm test`, and then what takes too long for every change: each check of the contract removed in
// turn, and the contract's suites through the ledger's rules without a sample. Ends with a JSON object on stdout.
import { checkNode, ensureBuilt, ensureInstalled, findBrowser, interruptedBy, runToEnd } from "./lib.mjs";

checkNode();
ensureInstalled();
// Some of the long faults are walked out of by pages.
const CHROMIUM_PATH = findBrowser() ?? "";
ensureBuilt();
const suites = {
  test: ["node", ["scripts/test.mjs"], {}],
  contract: ["node", ["scripts/contracts-check.mjs", "--all"], {}],
  // 2,000 worlds in which the chain source lies at random, instead of 20; every fault, and not some of each kind.
  db: ["npx", ["vitest", "run", "--project", "db"], { TEST_FULL: "1" }],
  // Long faults of a day, kill -9 under every answer of the provider, and the ways out of every state, by page too.
  fault: ["npx", ["vitest", "run", "--project", "fault"], { TEST_FULL: "1", CHROMIUM_PATH }],
  // Long browser tests: another chain, and every secret of the server rotated.
  e2e: ["npx", ["playwright", "test", ".long."], { TEST_FULL: "1", CHROMIUM_PATH }],
  // 400 random histories instead of 12, each refusal before a second evaluator, and each change on a public clock.
  chain: [
    "npx",
    ["vitest", "run", "--project", "chain", "server/chain/pool", "server/chain/ledger-rules"],
    { TEST_FULL: "1" },
  ],
};

const failed = [];
for (const [name, [command, args, variables]] of Object.entries(suites)) {
  console.error(`\n==== ${name}`);
  const options = { stdio: ["ignore", 2, 2], env: { ...process.env, ...variables } };
  if ((await runToEnd(command, args, options)) !== 0) failed.push(name);
  if (interruptedBy()) break;
}
console.log(JSON.stringify({ ok: failed.length === 0, suites: Object.keys(suites), failed }));
process.exitCode = failed.length === 0 ? 0 : 1;
