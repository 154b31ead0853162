import { stat } from "node:fs/promises";
import { FileError, readTextFile } from "./read-text";

/** The text of a file that holds a secret. Throws `FileError` if others than its owner may read it. */
export async function readPrivateFile(file: string, what = "key file"): Promise<string> {
  const text = await readTextFile(file);
  const found = await stat(file);
  // Its rights are the machine's business: changing them could end it.
  if (!found.isFile()) throw new FileError(`${file} is no file in which a secret can be kept.`);
  const { mode } = found;
  if ((mode & 0o077) !== 0) throw new FileError(`Others may read the ${what} ${file}. Run: chmod 600 ${file}`);
  return text;
}

/** The one line of such a file. Throws `FileError`. */
export async function readPrivateLine(file: string, what: string): Promise<string> {
  const [line = "", ...more] = (await readPrivateFile(file, `${what} file`)).replace(/\r?\n$/, "").split(/\r?\n/);
  if (line !== "" && more.length === 0) return line;
  throw new FileError(`${file} must hold the ${what} on one line, and nothing else.`);
}
