import { constants, copyFile, lstat, mkdir, open, realpath, rename } from "node:fs/promises";
import path from "node:path";
import { readJsonFile } from "@/server/files/read-json";
import { FileError } from "@/server/files/read-text";
import { alone } from "./record-lock";
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
  let place: Promise<string> | null = null;
  const real = (): Promise<string> => {
    place ??= findPlace(file);
    place.catch(() => {
      place = null;
    });
    return place;
  };
  return {
    async load() {
      const found = await findRecord(await real());
      if (found) return found;
      if (ifMissing === "begin") return NEW_RECORD;
      throw new FileError(
        `There is no record at ${file}. Where this key has never signed, begin one (npm run signer-record -- new); ` +
          "otherwise put back the newest, or say that it is lost (npm run signer-record -- restored).",
      );
    },
    save: async (record) => save(await real(), record),
    alone: async (work) => alone(`${await real()}.lock`, work),
  };
}

/** The file's own name: with two names it would have two locks, and a link would be replaced by what is written. */
export async function findPlace(file: string): Promise<string> {
  const folder = await realpath(path.dirname(file)).catch(() => path.resolve(path.dirname(file)));
  const named = path.join(folder, path.basename(file));
  const found = await lstat(named).catch(() => null);
  if (!found?.isSymbolicLink()) return named;
  return realpath(named).catch((error: unknown) => {
    throw new FileError(`${file} is a link to a file that is not there. Is a disk missing?`, { cause: error });
  });
}

/** What is at the record's place is no record. The message names the way out. */
export class RecordDamaged extends FileError {
  constructor(why: string) {
    super(
      `${why} A signer cannot go by it: put back the newest record; if there is none, say that it is lost ` +
        "(npm run signer-record -- restored), which keeps this file aside.",
    );
  }
}

/** Null if there is no such file. Throws FileError if it cannot be read, RecordDamaged if it holds something else. */
export async function findRecord(file: string): Promise<SignerRecord | null> {
  const value = await readJsonFile(file).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    if (errorCode(error.cause) === "ENOENT") return undefined;
    // Without a cause it is about what was read.
    throw error.cause === undefined ? new RecordDamaged(error.message) : error;
  });
  if (value === undefined) return null;
  const record = readRecord(value);
  if (record) return record;
  throw new RecordDamaged(`${file} is not a signer's record of what it signed.`);
}

/** Begins a record where one is lost or damaged. What is damaged is there until the new one is. */
export function replaceDamaged(file: string): RecordStore {
  const store = recordFile(file, "begin");
  return {
    ...store,
    load: () =>
      store.load().catch((error: unknown) => {
        if (error instanceof RecordDamaged) return NEW_RECORD;
        throw error;
      }),
  };
}

/** Copies what is damaged beside its place, and returns the copy's name. */
export async function keepAside(file: string, nowMs: number): Promise<string> {
  const place = await findPlace(file);
  const aside = `${place}.damaged-${new Date(nowMs).toISOString().replaceAll(":", "-")}`;
  await copyFile(place, aside, constants.COPYFILE_EXCL);
  return aside;
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

function errorCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}
