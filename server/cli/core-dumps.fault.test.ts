import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { testSecret } from "@/server/testing/secrets";

/* Not a unit test: it starts processes. */

const LIMITS = "console.error(fs.readFileSync('/proc/self/limits','utf8').match(/Max core file size.*/)[0])";
const FILTER = "console.error('filter',fs.readFileSync('/proc/self/coredump_filter','utf8'))";
const TELL = `data:text/javascript,import fs from 'node:fs';process.on('exit',()=>{${LIMITS};${FILTER}})`;
const PATH = process.env.PATH ?? "";
const MAINNET = ["--network", "mainnet", "--pool", "ab".repeat(28), "--daily-limit", "1", "--act", "propose"];
const EXPECTED = ["--network", "mainnet", "--policy", "ab".repeat(28), "--most", "1"];

/** Runs a command where dumps are allowed. What it says ends with what a crash of it would write. */
function run(command: string, args: readonly string[], variables: Record<string, string> = {}, limit = "unlimited") {
  const script = `ulimit -c ${limit} && exec "$@"`;
  const words = [process.execPath, "--import", "tsx", `server/cli/${command}.ts`, "--", ...args];
  const env = { PATH, NODE_ENV: "test" as const, NODE_OPTIONS: `--import "${TELL}"`, ...variables };
  return spawnSync("/bin/sh", ["-c", script, "sh", ...words], { env, encoding: "utf8" }).stderr;
}

/* Each goes on to fail for want of a file: what matters has happened by then. */
it.each([
  ["signer", ["--state-file", "/nowhere/record", "--key-file", "/nowhere/key", ...MAINNET]],
  ["sign", ["--request", "/nowhere/request", "--key", "/nowhere/key", ...EXPECTED]],
  ["keys", ["show", "/nowhere/key"]],
  ["hsm", ["list", "--module", "/nowhere/module"]],
])("a crash of npm run %s writes none of its memory to disk", (command, args) => {
  const said = run(command, args, { SIGNER_SECRET: testSecret("signer"), BLOCKFROST_URL: "http://127.0.0.1:9" });
  expect(said).toMatch(/Max core file size +0 +0 /);
  expect(said).toMatch(/filter 0+\n/);
});

it("is refused by a signer of mainnet where the system cannot be told so, and said elsewhere", () => {
  const environment = { PATH: "/nowhere", SIGNER_SECRET: testSecret("signer"), BLOCKFROST_URL: "http://127.0.0.1:9" };
  const args = ["--state-file", "/nowhere/record", "--key-file", "/nowhere/key", ...MAINNET];
  expect(run("signer", args, environment)).toMatch(/^A crash could write an opened key to disk.*ulimit -c 0/);
  const onPreprod = args.map((word) => (word === "mainnet" ? "preprod" : word));
  expect(run("signer", onPreprod, environment)).toMatch(/^A crash could write .*\n.*\/nowhere/);
  const toSign = ["--request", "/nowhere/request", "--key", "/nowhere/key", ...EXPECTED];
  expect(run("sign", toSign, environment)).toMatch(/^A crash could write .*\nMax core/);
});

it("a limit that was set before is enough", () => {
  expect(run("keys", ["show", "/nowhere/key"], { PATH: "/nowhere" }, "0")).toMatch(/^Cannot read \/nowhere\/key/);
});
