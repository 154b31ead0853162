import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError } from "../errors";
import { identifyProcess } from "./process-identity";

const LOCK = "start.lock";
const POLL_MS = 50;

/**
 * Runs `work` while no other process starts or inspects a server in `folder`. A killed holder is noticed by its process
 * id and start time. If the lock ever fails, PostgreSQL's own lock still keeps two servers apart: this one makes them
 * share instead of fail. Throws `locked` after `timeoutMs`.
 */
export async function withStartLock<T>(folder: string, work: () => Promise<T>, timeoutMs = 120_000): Promise<T> {
  const lock = path.join(folder, LOCK);
  const own = path.join(folder, `${LOCK}.${process.pid}.${randomBytes(4).toString("hex")}`);
  const deadline = Date.now() + timeoutMs;
  await writeFile(own, identifyProcess(process.pid) ?? "", { mode: 0o600 });
  try {
    while (!(await linkExclusively(own, lock))) {
      const holder = await readFile(lock, "utf8").catch(() => undefined);
      if (holder !== undefined && !isRunning(holder)) await removeStaleLock(lock, holder, `${own}.stale`);
      else if (Date.now() > deadline) {
        throw new DatabaseError(
          "locked",
          `Another process (${holder}) has been starting the database in ${folder} for too long. ` +
            `Wait for it or stop it; if there is no such process, delete ${lock}.`,
        );
      } else await sleep(POLL_MS);
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
}

async function linkExclusively(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isRunning(holder: string): boolean {
  const pid = Number.parseInt(holder, 10);
  return Number.isSafeInteger(pid) && identifyProcess(pid) === holder;
}

/** Removes the lock of a dead process. If a living one took it in that moment, gives it back. */
async function removeStaleLock(lock: string, holder: string, aside: string): Promise<void> {
  await rename(lock, aside).catch(() => undefined);
  const taken = await readFile(aside, "utf8").catch(() => holder);
  if (taken !== holder) await linkExclusively(aside, lock);
  await rm(aside, { force: true });
}
