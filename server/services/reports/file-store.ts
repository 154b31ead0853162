import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { contentHashOf } from "@/server/domain/hash";
import type { ReportStore } from "@/server/domain/ports";

const DRAFT = ".part";
const DRAFT_LIVES_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 30 * 60_000;
const TRIAL_BYTES = 64 * 1024;

/**
 * Manifests and parts as files named by hash: the second place where each is kept. A file is written under another
 * name, synced and renamed, and the directory synced, so that a crash leaves a whole file or none, and a manifest never
 * without its parts. It is read back by hash, so that a damaged one is noticed.
 */
export function createFileReportStore(directory: string): ReportStore {
  const fileOf = (hash: string) => path.join(directory, `${hash}.json`);
  let sweptAtMs = Number.NEGATIVE_INFINITY;
  return {
    async put(hash, text) {
      if (contentHashOf(text) !== hash) throw new Error(`the text to store does not have the hash ${hash}`);
      await mkdir(directory, { recursive: true });
      // Seldom: a directory may have years of files. What cannot be removed keeps nothing from being written.
      if (Date.now() - sweptAtMs > SWEEP_EVERY_MS) {
        sweptAtMs = Date.now();
        await oldDrafts(directory, { remove: true }).catch(() => undefined);
      }
      await write(fileOf(hash), text, (draft) => rename(draft, fileOf(hash)));
      await withFile(directory, "r", (file) => file.sync());
    },
    async get(hash) {
      const text = await readFile(fileOf(hash), "utf8").catch(() => null);
      return text !== null && contentHashOf(text) === hash ? text : null;
    },
    async tryOut() {
      await mkdir(directory, { recursive: true });
      // More than fits beside a file's name: an empty file can be made on a full disk too.
      await write(path.join(directory, "trial"), "x".repeat(TRIAL_BYTES), (draft) => rm(draft));
      const { bavail, bsize } = await statfs(directory, { bigint: true });
      return { freeBytes: bavail * bsize };
    },
    leftovers: (how) => oldDrafts(directory, how),
  };
}

/** Writes a draft beside the place where it belongs, and hands it on once it would survive a power cut. */
async function write(place: string, text: string, finish: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${place}.${randomUUID()}${DRAFT}`;
  try {
    await withFile(draft, "w", async (file) => {
      await file.writeFile(text);
      await file.sync();
    });
    await finish(draft);
  } catch (error) {
    // On a full disk each attempt would leave one.
    await rm(draft, { force: true });
    throw error;
  }
}

/** Of processes that died while they wrote; one that is still writing is done long before. */
async function oldDrafts(directory: string, { remove }: { readonly remove: boolean }): Promise<number> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  let found = 0;
  for (const name of names.filter((each) => each.endsWith(DRAFT))) {
    const file = path.join(directory, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs <= DRAFT_LIVES_MS) continue;
    found++;
    if (remove) await rm(file, { force: true });
  }
  return found;
}

async function withFile(
  name: string,
  flags: "r" | "w",
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(name, flags, 0o644);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
