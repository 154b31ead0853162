import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { contentHashOf } from "@/server/domain/hash";
import type { ReportStore } from "@/server/domain/ports";

/**
 * Reports as files named by hash: the second place where each is kept. A file is written under another name, synced and
 * renamed, so that a crash leaves a whole file or none. It is read back by hash, so that a damaged one is noticed.
 */
export function createFileReportStore(directory: string): ReportStore {
  const fileOf = (hash: string) => path.join(directory, `${hash}.json`);
  return {
    async put(hash, text) {
      if (contentHashOf(text) !== hash) throw new Error(`the report's text does not have the hash ${hash}`);
      await mkdir(directory, { recursive: true });
      const draft = `${fileOf(hash)}.${randomUUID()}.part`;
      const file = await open(draft, "w", 0o644);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, fileOf(hash));
    },
    async get(hash) {
      const text = await readFile(fileOf(hash), "utf8").catch(() => null);
      return text !== null && contentHashOf(text) === hash ? text : null;
    },
  };
}
