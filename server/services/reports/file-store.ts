import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { contentHashOf } from "@/server/domain/hash";
import type { ReportStore } from "@/server/domain/ports";

/**
 * Manifests and parts as files named by hash: the second place where each is kept. A file is written under another
 * name, synced and renamed, and the directory synced, so that a crash leaves a whole file or none, and a manifest never
 * without its parts. It is read back by hash, so that a damaged one is noticed.
 */
export function createFileReportStore(directory: string): ReportStore {
  const fileOf = (hash: string) => path.join(directory, `${hash}.json`);
  return {
    async put(hash, text) {
      if (contentHashOf(text) !== hash) throw new Error(`the text to store does not have the hash ${hash}`);
      await mkdir(directory, { recursive: true });
      const draft = `${fileOf(hash)}.${randomUUID()}.part`;
      await withFile(draft, "w", async (file) => {
        await file.writeFile(text);
        await file.sync();
      });
      await rename(draft, fileOf(hash));
      await withFile(directory, "r", (file) => file.sync());
    },
    async get(hash) {
      const text = await readFile(fileOf(hash), "utf8").catch(() => null);
      return text !== null && contentHashOf(text) === hash ? text : null;
    },
  };
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
