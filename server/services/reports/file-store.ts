import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { contentHashOf } from "@/server/domain/hash";
import type { ReportStore } from "@/server/domain/ports";

const DRAFT = ".part";
const DRAFT_LIVES_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 30 * 60_000;

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
        await removeOldDrafts(directory).catch(() => undefined);
      }
      const draft = `${fileOf(hash)}.${randomUUID()}${DRAFT}`;
      try {
        await withFile(draft, "w", async (file) => {
          await file.writeFile(text);
          await file.sync();
        });
        await rename(draft, fileOf(hash));
      } catch (error) {
        // On a full disk each attempt would leave one.
        await rm(draft, { force: true });
        throw error;
      }
      await withFile(directory, "r", (file) => file.sync());
    },
    async get(hash) {
      const text = await readFile(fileOf(hash), "utf8").catch(() => null);
      return text !== null && contentHashOf(text) === hash ? text : null;
    },
  };
}

/** Of processes that died while they wrote; one that is still writing is done long before. */
async function removeOldDrafts(directory: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((name) => name.endsWith(DRAFT));
  for (const name of drafts) {
    const file = path.join(directory, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > DRAFT_LIVES_MS) await rm(file, { force: true });
  }
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
