import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { alone } from "./record-lock";

let directory: string;
let lock: string;
const running: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-lock-"));
  lock = path.join(directory, "signed.json.lock");
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
  await rm(directory, { recursive: true, force: true });
});

/** A process of its own; what it says goes to one file, in the order in which it was said. */
function hold(how: "keep" | "turns"): ChildProcess {
  const said = openSync(path.join(directory, "said"), "a");
  const args = ["--import", "tsx", "server/testing/signing/hold-lock.ts", lock, how];
  const child = spawn(process.execPath, args, { stdio: ["ignore", said, "inherit"] });
  closeSync(said);
  running.push(child);
  return child;
}

const said = () => readFileSync(path.join(directory, "said"), "utf8");

async function killHolder(): Promise<void> {
  const child = hold("keep");
  while (said() === "") await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(alone(lock, async () => undefined)).rejects.toThrow(/Another process holds .*signed.json.lock/);
  child.kill("SIGKILL");
  await once(child, "exit");
}

it("a living process keeps its lock, and one that was killed leaves none", async () => {
  await killHolder();
  expect(await readdir(lock)).toHaveLength(1);
  expect(await alone(lock, async () => "mine")).toBe("mine");
  expect((await readdir(directory)).sort()).toEqual(["said"]);
});

it("of those who see one dead holder, one at a time works", async () => {
  await killHolder();
  await writeFile(path.join(directory, "said"), "");
  const ends = await Promise.all([hold("turns"), hold("turns"), hold("turns")].map((child) => once(child, "exit")));
  expect(ends).toEqual(Array(3).fill([0, null]));
  expect(said()).toBe("+-".repeat(75));
});

it("works in folders with names longer than a socket's, and says what stands in its place", async () => {
  lock = path.join(directory, "long".repeat(40), "signed.json.lock");
  let inside = 0;
  const work = async () => {
    expect(++inside).toBe(1);
    await new Promise(setImmediate);
    inside--;
  };
  await Promise.all([alone(lock, work), alone(lock, work)]);
  mkdirSync(path.join(directory, "other"));
  await writeFile(path.join(directory, "other", "lock"), "4711");
  await expect(alone(path.join(directory, "other", "lock"), work)).rejects.toThrow(/is a file that no signer has left/);
});
