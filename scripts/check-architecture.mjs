// Runs dependency-cruiser over the house. Fails if a rule is broken, or if it saw almost nothing: a checker that
// resolves no modules passes everything.
import { spawnSync } from "node:child_process";

const FOLDERS = ["app", "components", "db", "e2e", "scripts", "server"];
const FEWEST_MODULES = 100;

const run = spawnSync(
  "npx",
  ["depcruise", "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...FOLDERS],
  {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  },
);
let summary;
try {
  summary = JSON.parse(run.stdout).summary;
} catch {
  console.error(`dependency-cruiser failed:\n${run.stderr || run.stdout}`);
  process.exit(1);
}
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
console.error(`${summary.totalCruised} modules, ${summary.violations.length} violations`);
if (summary.totalCruised < FEWEST_MODULES)
  console.error(`Fewer than ${FEWEST_MODULES} modules were seen: the check is blind.`);
process.exit(summary.error > 0 || summary.totalCruised < FEWEST_MODULES ? 1 : 0);
