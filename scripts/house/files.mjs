// The repository's files for the checks: what git tracks, each with its path from the root and its text.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export function readTracked(root) {
  return execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(path.join(root, file)))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") }));
}

const GENERATED = /^db\/migrations\/|^contracts\/lib\/testing\/vectors\.ak$/;

/** Written by hand, tests included. */
export const isSource = (file) => /\.(tsx?|mjs|ak|css)$/.test(file.path) && !GENERATED.test(file.path);
export const isScript = (file) => /\.(tsx?|mjs|cjs)$/.test(file.path);
export const isMarkdown = (file) => file.path.endsWith(".md");
export const isTest = (file) => /\.test\.[a-z]+$|(^|\/)testing\/|^e2e\//.test(file.path);

export const linesOf = (file) => file.text.replace(/\n$/, "").split("\n");
