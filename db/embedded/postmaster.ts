import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError } from "../errors";
import { isServerOf } from "./process-identity";

const POLL_MS = 25;
const FAST_SHUTDOWN_MS = 60_000;
const IMMEDIATE_SHUTDOWN_MS = 15_000;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether it accepts connections; false while it starts, recovers or stops. */
  readonly ready: boolean;
}

/**
 * The running server of a data directory, from its `postmaster.pid` (lines: pid, data, start, port, socket, address,
 * shared memory, status; PostgreSQL's miscadmin.h). A file left by a dead server, or with the process id of another
 * program, is no server.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isServerOf(pid, cluster)) return undefined;
  return { pid, port: Number.parseInt(lines[3] ?? "", 10), ready: lines[7]?.trim() === "ready" };
}

/** Removes a `postmaster.pid` without a server: PostgreSQL refuses to start if its id is in use again. */
export async function removeStalePidFile(cluster: string): Promise<void> {
  if (!(await findPostmaster(cluster))) await rm(path.join(cluster, "postmaster.pid"), { force: true });
}

async function waitUntilGone(pid: number, cluster: string, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isServerOf(pid, cluster)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: "SIGINT" | "SIGQUIT"): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

/**
 * Waits for a server that is stopping; with `tell`, stops it first. A fast shutdown rolls back open transactions and
 * writes a checkpoint. A server that does not end is killed, which loses nothing committed.
 */
export async function waitForStop(pid: number, cluster: string, tell: boolean): Promise<void> {
  if (tell && isServerOf(pid, cluster)) signal(pid, "SIGINT");
  if (await waitUntilGone(pid, cluster, FAST_SHUTDOWN_MS)) return;
  if (isServerOf(pid, cluster)) signal(pid, "SIGQUIT");
  if (await waitUntilGone(pid, cluster, IMMEDIATE_SHUTDOWN_MS)) return;
  throw new DatabaseError(
    "locked",
    `The database server of ${cluster} (process ${pid}) does not stop. End that process, then start again.`,
  );
}
