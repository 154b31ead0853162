// What no linter checks: the size of files, and that the lock file names no host.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Not written by hand. */
const GENERATED = ["db/migrations/", "contracts/lib/testing/vectors.ak"];
const problems = [];

const files = execFileSync("git", ["ls-files", "*.ts", "*.tsx", "*.mjs", "*.ak", "*.css"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && !GENERATED.some((path) => file.startsWith(path)));
const sizes = files
  .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length - 1 }))
  .sort((a, b) => a.lines - b.lines);
const at = (share) => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0;
for (const { file, lines } of sizes)
  if (lines > 400) problems.push(`${file} has ${lines} lines; none may have over 400`);
if (at(0.5) > 90) problems.push(`the median file has ${at(0.5)} lines; at most 90`);
if (at(0.9) > 200) problems.push(`a tenth of the files have over ${at(0.9)} lines; 90 % should be under 200`);

const hosts = new Set(readFileSync("package-lock.json", "utf8").match(/https?:\/\/[^/"]+\/[^"]*\.tgz/g) ?? []);
for (const host of hosts) problems.push(`package-lock.json names a registry: ${host}`);

console.error(`${sizes.length} files, median ${at(0.5)} lines, 90 % under ${at(0.9) + 1}`);
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 || sizes.length === 0 ? 1 : 0);
