import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FileError } from "@/server/files/read-text";
import { isNobodyThere } from "./listen-at";

/*
 * Two signers with one record would each sign what the other has not seen. The lock is a folder with one socket, on
 * which its holder listens: the kernel ends that with the process, and knows it across containers, where process
 * numbers say nothing. A folder replaces another only while that is empty, in one step. A socket's name is used once,
 * so who removes the one of a dead process never removes another's.
 */

const LOCKED_MS = 10_000;
/** What a socket's address can have. */
const MOST_PATH_BYTES = 100;
/** Those that this process holds: it need not ask. */
const held = new Set<string>();

/** Runs `work` while no other process of this machine does with the same lock. Throws FileError if one goes on. */
export async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(lock), { recursive: true });
  const name = randomBytes(6).toString("base64url");
  const draft = `${lock}.${name}`;
  await mkdir(draft, { mode: 0o700 });
  const server = net.createServer((caller) => caller.destroy());
  try {
    await inShort(draft, name, (socket) => listen(server, socket));
    await take(draft, lock);
    return await work();
  } finally {
    // In this order: nobody else has the name, and while it is there somebody listens.
    if (held.delete(draft)) {
      await rm(path.join(lock, name), { force: true });
      await rmdir(lock).catch(() => undefined);
      held.delete(lock);
    }
    await rm(draft, { recursive: true, force: true });
    server.close();
  }
}

async function take(draft: string, lock: string): Promise<void> {
  const giveUpMs = performance.now() + LOCKED_MS;
  for (;;) {
    if (!held.has(lock)) {
      if (await moved(draft, lock)) {
        held.add(lock).add(draft);
        return;
      }
      await removeDead(lock);
    }
    if (performance.now() > giveUpMs) {
      throw new FileError(`Another process holds ${lock}: a second signer runs with this record. End one of them.`);
    }
    await sleep(20);
  }
}

/** False while the lock's folder has a socket. */
async function moved(draft: string, lock: string): Promise<boolean> {
  try {
    await rename(draft, lock);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOTEMPTY" || code === "EEXIST") return false;
    if (code === "ENOTDIR") {
      throw new FileError(`${lock} is a file that no signer has left. Remove it if no signer runs with this record.`);
    }
    throw error;
  }
}

async function removeDead(lock: string): Promise<void> {
  for (const name of await readdir(lock).catch(() => [])) {
    if (await inShort(lock, name, isNobodyThere)) await rm(path.join(lock, name), { force: true });
  }
}

/** An address that is too long would be cut in silence, or refused: Linux has a shorter one for an open folder. */
async function inShort<T>(folder: string, name: string, work: (socket: string) => Promise<T>): Promise<T | null> {
  const socket = path.join(folder, name);
  if (Buffer.byteLength(socket) <= MOST_PATH_BYTES) return work(socket);
  const handle = await open(folder).catch(() => null);
  try {
    return handle && (await work(`/proc/self/fd/${handle.fd}/${name}`));
  } finally {
    await handle?.close();
  }
}

function listen(server: net.Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new FileError("The record's folder takes no socket, by which a signer locks it.", { cause: error })),
    );
    server.listen({ path: socket }, resolve).unref();
  });
}
