import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeClient } from "../client";
import { isAlive } from "../embedded/process-identity";
import type { EmbeddedOptions } from "../embedded/start";

/** A child process that holds an embedded server. */
export interface Holder {
  readonly url: string;
  /** The server's process id. */
  readonly pid: number;
  readonly folder: string;
  /** The user that the child runs as. */
  readonly uid: number;
  /** Resolves when the child has stopped properly and ended. */
  end(): Promise<void>;
  /** kill -9 of the child only. */
  kill(): Promise<void>;
}

/** Starts db/testing/hold-server.ts without waiting for its server. */
export function spawnHolder(options: EmbeddedOptions & { uid?: number }): ChildProcess {
  const args = ["--import", "tsx", path.join("db", "testing", "hold-server.ts"), JSON.stringify(options)];
  return spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
}

/** A holder whose server answers. Rejects with the child's output if it ends before. */
export async function startHolder(options: EmbeddedOptions & { uid?: number }): Promise<Holder> {
  const child = spawnHolder(options);
  const exited = once(child, "exit");
  let output = "";
  let complaint = "";
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      if (output.includes("\n")) resolve(output);
    });
    void exited.then(() => reject(new Error(`the holder ended: ${complaint}`)));
  });
  return {
    ...JSON.parse(line),
    async end() {
      child.stdin?.end();
      await exited;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** A folder that every user may enter, for a test's data. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "prize-oracle-test-"));
  await chmod(folder, 0o755);
  return folder;
}

/** Waits until a condition holds. Throws, naming it, after a minute. */
export async function waitFor(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await condition()); waitedMs += 25) {
    if (waitedMs > 60_000) throw new Error(`still not true: ${what}`);
    await sleep(25);
  }
}

export const waitUntilDead = (pid: number) => waitFor(`process ${pid} has ended`, () => !isAlive(pid));

/** Runs one statement on its own connection. */
export async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = makeClient(url, { max: 1 });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Ids of all processes on the machine and of their parents. */
async function readProcesses(): Promise<{ pid: number; parent: number }[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) {
    const lines = execFileSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return lines.map((text) => text.trim().split(/\s+/).map(Number)).map(([pid = 0, parent = 0]) => ({ pid, parent }));
  }
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "latin1").catch(() => "")));
  return stats
    .filter((text) => text !== "")
    .map((text) => ({
      pid: Number.parseInt(text, 10),
      parent: Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]),
    }));
}

/** The processes that a process has started whose command line holds a text: their ids. */
export async function childrenOf(pid: number, text: string): Promise<number[]> {
  const children = (await readProcesses()).filter(({ parent }) => parent === pid).map((each) => each.pid);
  const commands = await Promise.all(children.map(commandOf));
  return children.filter((_, index) => commands[index]?.some((word) => word.includes(text)));
}

/** The words of a process's command line; empty if it has ended. Needs /proc. */
export async function commandOf(pid: number): Promise<string[]> {
  return (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0").filter((word) => word !== "");
}

/** The keeper of a server and its guard, the guard first: killed in this order, they leave the server running. */
export async function findKeeper(serverPid: number): Promise<number[]> {
  const all = await readProcesses();
  const keeper = all.find(({ pid }) => pid === serverPid)?.parent;
  if (keeper === undefined || keeper <= 1) throw new Error(`no keeper of server ${serverPid}`);
  const guards = all.filter(({ pid, parent }) => parent === keeper && pid !== serverPid);
  return [...guards.map(({ pid }) => pid), keeper];
}
