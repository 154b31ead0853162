import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJsonFile } from "@/server/files/read-json";
import { FileError } from "@/server/files/read-text";
import {
  keepRecord,
  NEW_RECORD,
  type RecordStore,
  readRecord,
  type SignedPlans,
  type SignerRecord,
  writeRecord,
} from "./signer-record";

/** What is done where there is no record: a test network begins one; on mainnet people do, and nobody else. */
type IfMissing = "begin" | "refuse";

/** The record in a file that is written and synced before a signature is handed out. */
export function openSignedPlans(file: string, ifMissing: IfMissing = "begin"): SignedPlans {
  return keepRecord(recordFile(file, ifMissing));
}

/** Throws FileError where the record cannot be read: without it two things could be signed for one state. */
export function recordFile(file: string, ifMissing: IfMissing): RecordStore {
  return {
    async load() {
      const found = await findRecord(file);
      if (found) return found;
      if (ifMissing === "begin") return NEW_RECORD;
      throw new FileError(
        `There is no record at ${file}. Where this key has never signed, begin one (npm run signer-record -- new); ` +
          "otherwise put back the newest, or say that it is lost (npm run signer-record -- restored).",
      );
    },
    save: (record) => save(file, record),
    alone: (work) => alone(`${file}.lock`, work),
  };
}

/** Null if there is no such file. Throws FileError if it is something else. */
export async function findRecord(file: string): Promise<SignerRecord | null> {
  const value = await readJsonFile(file).catch((error: unknown) => {
    if (error instanceof FileError && errorCode(error.cause) === "ENOENT") return undefined;
    throw error;
  });
  if (value === undefined) return null;
  const record = readRecord(value);
  if (record) return record;
  throw new FileError(`${file} is not a signer's record of what it signed. Name the right file, or restore it.`);
}

async function save(file: string, record: SignerRecord): Promise<void> {
  const directory = path.dirname(file);
  await mkdir(directory, { recursive: true });
  const draft = `${file}.part`;
  await synced(draft, "w", (handle) => handle.writeFile(writeRecord(record)));
  await rename(draft, file);
  // Without it the older file may be back after a power cut.
  await synced(directory, "r", async () => undefined);
}

async function synced(
  file: string,
  flags: "w" | "r",
  work: (handle: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await work(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const LOCKED_MS = 10_000;
/** Those that this process holds. */
const held = new Set<string>();

/** Two signers of one machine with one record would each sign what the other has not seen. */
async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(lock), { recursive: true });
  const giveUpMs = performance.now() + LOCKED_MS;
  while (!(await take(lock))) {
    if (performance.now() > giveUpMs) {
      throw new FileError(`Another process holds ${lock}. If no signer runs with this record, remove that file.`);
    }
    await sleep(20);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
    held.delete(lock);
  }
}

async function take(lock: string): Promise<boolean> {
  if (held.has(lock)) return false;
  try {
    const handle = await open(lock, "wx", 0o600);
    await handle.writeFile(String(process.pid));
    await handle.close();
    held.add(lock);
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    const pid = Number(await readFile(lock, "utf8").catch(() => ""));
    // What a process has left that was killed. One that has not written its number yet is alive.
    if (pid > 0 && !held.has(lock) && (pid === process.pid || !isAlive(pid))) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}
