import { createHash, randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { visible } from "@/server/domain/shown";
import { sayFileProblem } from "@/server/files/file-problem";
import { FileError } from "@/server/files/read-text";

/** Where text goes, and the SHA-256 of all of it in UTF-8. */
export type Output = {
  readonly write: (text: string) => Promise<void>;
  /** Once all is written: the text is there, whole. */
  readonly finish: () => Promise<string>;
  /** After a failure: nothing of it is left. */
  readonly giveUp: () => Promise<void>;
};

const MOST_NAME = 300;

/**
 * A new file, never written over another. The name is taken at once, by an empty file; the text goes to a draft beside
 * it, which takes the name when all is written and would survive a power cut. Dying leaves an empty file and a draft,
 * never a half list under the name. Throws FileError.
 */
export async function openFileOutput(file: string): Promise<Output> {
  const inWords = (error: unknown): never => {
    const reason = sayFileProblem(error) ?? "the system refuses";
    throw new FileError(`Cannot write ${visible(file, MOST_NAME)}: ${reason}.`, { cause: error });
  };
  const draft = `${file}.${randomUUID()}.part`;
  await open(file, "wx").then((taken) => taken.close(), inWords);
  const handle = await open(draft, "wx").catch(async (error) => {
    await rm(file, { force: true });
    return inWords(error);
  });
  const hash = createHash("sha256");
  return {
    async write(text) {
      hash.update(text);
      await handle.appendFile(text).catch(inWords);
    },
    async finish() {
      await handle.sync().catch(inWords);
      await handle.close();
      await rename(draft, file).catch(inWords);
      // Else a power cut could take the name back.
      const folder = await open(path.dirname(file), "r");
      await folder.sync().finally(() => folder.close());
      return hash.digest("hex");
    },
    async giveUp() {
      await handle.close().catch(() => undefined);
      await rm(draft, { force: true });
      await rm(file, { force: true });
    },
  };
}

/** The standard output, as fast as whoever reads it. Throws FileError once nobody does. */
export function openStandardOutput(): Output {
  const hash = createHash("sha256");
  // Each write has its own answer; without a listener Node would end the process with a stack.
  process.stdout.on("error", () => undefined);
  return {
    async write(text) {
      hash.update(text);
      await new Promise<void>((resolve, reject) => {
        process.stdout.write(text, (cause) => {
          if (cause) reject(new FileError("Whoever reads the output has closed it.", { cause }));
          else resolve();
        });
      });
    },
    finish: async () => hash.digest("hex"),
    giveUp: async () => undefined,
  };
}
