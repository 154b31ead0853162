// `npm run audit:check` asks the registry for known weaknesses of what is locked, and whether it signed what is
// installed. Words go to stderr; the last line on stdout is JSON. Exits with 1 where something is known, and where
// there was no answer: silence is not a clean bill.
import { spawnSync } from "node:child_process";
import { readAudit, readSignatures } from "./audit-answers.mjs";
import { checkNode, ensureInstalled, root } from "./lib.mjs";

checkNode();
ensureInstalled();
const ask = (...args) =>
  spawnSync("npm", ["audit", ...args, "--json"], { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 }).stdout ?? "";

const audit = readAudit(ask());
const signatures = readSignatures(ask("signatures"));
for (const { problem, lines } of [audit, signatures]) {
  for (const line of problem ? [problem] : lines) console.error(line);
}
const result = {
  ok: [audit, signatures].every(({ problem, lines }) => !problem && lines.length === 0),
  audited: !audit.problem,
  weaknesses: audit.lines.length,
  signaturesChecked: !signatures.problem,
  unsigned: signatures.lines.length,
};
console.log(JSON.stringify(result));
process.exitCode = result.ok ? 0 : 1;
