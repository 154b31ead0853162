import { randomBytes } from "node:crypto";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex } from "@noble/hashes/utils";
import { PLAIN_KEY_FORMS, readPlainKey } from "@/server/domain/approver-key/plain-key";
import type { SigningKey } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { sayFileProblem } from "@/server/files/file-problem";
import { parseJson } from "@/server/files/read-json";
import { FileError, readTextFile } from "@/server/files/read-text";

/** A software key in a file that only its owner may read. For test networks and for the operator's hot key. */
export type SoftwareKey = { readonly publicKey: Hex; readonly secretKey: Hex };

/** Reads a key file, ours or cardano-cli's. Throws a readable `FileError` that never shows the content. */
export async function readKeyFile(file: string): Promise<SoftwareKey> {
  const value = parseKey(file, await readPrivateFile(file));
  const read = readPlainKey(value);
  if (read.ok) return keyFromSecret(read.secretKey);
  throw new FileError(`${file} ${read.problem} ${PLAIN_KEY_FORMS}`);
}

/** The text of a file that holds a secret. Throws `FileError` if others than its owner may read it. */
export async function readPrivateFile(file: string): Promise<string> {
  const text = await readTextFile(file);
  const found = await stat(file);
  // Its rights are the machine's business: changing them could end it.
  if (!found.isFile()) throw new FileError(`${file} is no file in which a key can be kept.`);
  const { mode } = found;
  if ((mode & 0o077) !== 0) throw new FileError(`Others may read the key file ${file}. Run: chmod 600 ${file}`);
  return text;
}

/** A field's name could be a secret too, in a file that is no key file. */
function parseKey(file: string, text: string): unknown {
  try {
    return parseJson(file, text);
  } catch {
    throw new FileError(`${file} is not a key file. ${PLAIN_KEY_FORMS}`);
  }
}

/** Creates a key and writes it. Never overwrites a file, so that no typing error loses a key. */
export async function createKeyFile(file: string): Promise<SoftwareKey> {
  const secretKey = randomBytes(32).toString("hex");
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify({ type: "ed25519", secretKey })}\n`, { mode: 0o600, flag: "wx" });
    await chmod(file, 0o600);
  } catch (error) {
    const problem = sayFileProblem(error) ?? "the system refuses";
    throw new FileError(`The key was not written to ${file}: ${problem}. Name a new file.`, { cause: error });
  }
  return keyFromSecret(secretKey);
}

/** Signs with a key that is open in this process's memory. */
export function signWith({ publicKey, secretKey }: SoftwareKey): SigningKey {
  return { publicKey, sign: async (message) => bytesToHex(ed25519.sign(message, secretKey)) };
}

export function keyFromSecret(secretKey: Hex): SoftwareKey {
  return { secretKey, publicKey: bytesToHex(ed25519.getPublicKey(secretKey)) };
}
