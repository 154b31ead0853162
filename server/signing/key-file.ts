import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex } from "@noble/hashes/utils";
import { z } from "zod";
import type { Hex } from "@/server/domain/units";

/** A software key in a file that only its owner may read. For test networks and for the operator's hot key. */
export type SoftwareKey = { readonly publicKey: Hex; readonly secretKey: Hex };

const fileSchema = z.object({
  type: z.literal("ed25519", { error: 'must be "ed25519"' }),
  secretKey: z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 64 lower-case hexadecimal digits" }),
});

export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
}

/** Reads a key file. Throws a readable `KeyFileError` that never shows the content. */
export async function readKeyFile(file: string): Promise<SoftwareKey> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new KeyFileError(
      `Cannot read the key file ${file} (${error.code}). npm run deploy creates the operator's key in .data/keys.`,
    );
  });
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) {
    throw new KeyFileError(`Others may read the key file ${file}. Run: chmod 600 ${file}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KeyFileError(`The key file ${file} is not JSON. It must be {"type":"ed25519","secretKey":"<64 hex>"}.`);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("; ");
    throw new KeyFileError(`The key file ${file} is malformed: ${problems}.`);
  }
  return keyFromSecret(parsed.data.secretKey);
}

/** Creates a key and writes it. Never overwrites a file, so that no typing error loses a key. */
export async function createKeyFile(file: string): Promise<SoftwareKey> {
  const secretKey = randomBytes(32).toString("hex");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ type: "ed25519", secretKey })}\n`, { mode: 0o600, flag: "wx" });
  await chmod(file, 0o600);
  return keyFromSecret(secretKey);
}

export function keyFromSecret(secretKey: Hex): SoftwareKey {
  return { secretKey, publicKey: bytesToHex(ed25519.getPublicKey(secretKey)) };
}
