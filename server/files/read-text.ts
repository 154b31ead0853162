import { open } from "node:fs/promises";
import { visible } from "@/server/domain/shown";
import { sayFileProblem } from "./file-problem";

/** A file that cannot be used. The message names it and says why; it never shows what is in it. */
export class FileError extends Error {
  override readonly name = "FileError";
}

const MOST_NAME = 300;
/** More than any document or key that people write. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The text of a file in UTF-8, without the byte order mark that some editors write. Throws FileError. */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readBounded(file).catch((error: unknown) => {
    if (error instanceof FileError) throw error;
    throw new FileError(`Cannot read ${visible(file, MOST_NAME)}: ${sayFileProblem(error) ?? "the system refuses"}.`, {
      cause: error,
    });
  });
  if (isUtf16(bytes)) throw new FileError(`${file} is in UTF-16. Save it as UTF-8.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FileError(`${file} is not a text in UTF-8.`);
  }
}

async function readBounded(file: string): Promise<Buffer> {
  const handle = await open(file);
  const taken: Buffer[] = [];
  let bytes = 0;
  // One byte more than is wanted shows that it is too long; a device has no end.
  for await (const chunk of handle.createReadStream({ end: MOST_BYTES })) {
    taken.push(chunk);
    bytes += chunk.length;
  }
  if (bytes > MOST_BYTES) throw new FileError(`${file} has more than ${MOST_BYTES} bytes, which no such file has.`);
  return Buffer.concat(taken);
}

/** As some shells of Windows write what a command prints. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString("hex");
  return mark === "fffe" || mark === "feff";
}
