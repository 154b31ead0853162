import { randomBytes } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex } from "@noble/hashes/utils";
import { PLAIN_KEY_FORMS, readPlainKey } from "@/server/domain/approver-key/plain-key";
import { readSealedKey, type SealedKey } from "@/server/domain/approver-key/vault";
import type { SigningKey } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { sayFileProblem } from "@/server/files/file-problem";
import { parseJson } from "@/server/files/read-json";
import { readPrivateFile } from "@/server/files/read-private";
import { FileError } from "@/server/files/read-text";

/** A software key, open in memory. */
export type SoftwareKey = { readonly publicKey: Hex; readonly secretKey: Hex };

/** In a file, which one form more may stand in. */
const EXPECTED = `${PLAIN_KEY_FORMS} Or one sealed under a passphrase, as npm run keys -- seal writes it.`;

/** Reads a plain key file, ours or cardano-cli's. Throws a readable `FileError` that never shows the content. */
export async function readKeyFile(file: string): Promise<SoftwareKey> {
  const found = await readAnyKeyFile(file);
  if ("secretKey" in found) return found;
  throw new FileError(
    `${file} is sealed under a passphrase, which nobody is asked for here. Make a plain copy of it: npm run keys -- open`,
  );
}

/** Reads a key file that may be sealed. Throws as `readKeyFile` does. */
export async function readAnyKeyFile(file: string): Promise<SoftwareKey | SealedKey> {
  const text = await readPrivateFile(file, "key file");
  const value = parseKey(file, text);
  if (looksSealed(value)) {
    const sealed = readSealedKey(text);
    if (sealed.ok) return sealed.key;
    throw new FileError(`${file} is a sealed key that was damaged: ${sealed.problem}. Take it from its backup.`);
  }
  const read = readPlainKey(value);
  if (read.ok) return keyFromSecret(read.secretKey);
  throw new FileError(`${file} ${read.problem} ${EXPECTED}`);
}

function looksSealed(value: unknown): boolean {
  return typeof value === "object" && value !== null && "ciphertext" in value;
}

/** A field's name could be a secret too, in a file that is no key file. */
function parseKey(file: string, text: string): unknown {
  try {
    return parseJson(file, text);
  } catch {
    throw new FileError(`${file} is not a key file. ${EXPECTED}`);
  }
}

/** Creates a key and writes it, plain. Never overwrites a file, so that no typing error loses a key. */
export async function createKeyFile(file: string): Promise<SoftwareKey> {
  const key = newKey();
  await writeKeyFile(file, plainKey(key));
  return key;
}

export function newKey(): SoftwareKey {
  return keyFromSecret(randomBytes(32).toString("hex"));
}

/** What a plain key file of ours holds. */
export function plainKey({ secretKey }: SoftwareKey): string {
  return `${JSON.stringify({ type: "ed25519", secretKey })}\n`;
}

/** Writes a file that only its owner may read, and none that is there already. Throws `FileError`. */
export async function writeKeyFile(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
    await chmod(file, 0o600);
  } catch (error) {
    const problem = sayFileProblem(error) ?? "the system refuses";
    throw new FileError(`The key was not written to ${file}: ${problem}. Name a new file.`, { cause: error });
  }
}

/** Signs with a key that is open in this process's memory. */
export function signWith({ publicKey, secretKey }: SoftwareKey): SigningKey {
  return { publicKey, sign: async (message) => bytesToHex(ed25519.sign(message, secretKey)) };
}

export function keyFromSecret(secretKey: Hex): SoftwareKey {
  return { secretKey, publicKey: bytesToHex(ed25519.getPublicKey(secretKey)) };
}
