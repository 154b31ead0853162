import { ed25519 } from "@noble/curves/ed25519";
import { scryptAsync } from "@noble/hashes/scrypt";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import { z } from "zod";
import { toCanonicalJson } from "../canonical";
import type { Hex } from "../units";

/*
 * An ed25519 key, an approver's or a signer's, locked under a passphrase, then AES-256-GCM. Browsers derive by
 * PBKDF2-SHA-256 (RFC 8018), which WebCrypto has and which no page has to wait for; a file of a signer, which lies on a
 * disk for years, by scrypt (RFC 7914), which costs a guesser memory. Both open anywhere. The open fields are
 * authenticated too: a sealed key whose public key or cost was changed does not open.
 */

const FORMAT = "daily-prize-oracle/sealed-key/1";
/** OWASP's password storage cheat sheet: for PBKDF2 with SHA-256, and for scrypt, which takes 128 MiB. */
const ITERATIONS = 600_000;
const COST = 2 ** 17;
/** More would only hang whoever opens it; less is not ours. */
const MOST_ITERATIONS = 10_000_000;
const MOST_COST = 2 ** 20;
const BLOCK_SIZE = 8;
const PARALLEL = 1;
const SALT_BYTES = 16;
const IV_BYTES = 12;
export const LEAST_PASSPHRASE_LENGTH = 12;

const hexOf = (bytes: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), { error: `must be ${bytes} bytes in hexadecimal` });

const shared = {
  format: z.literal(FORMAT, { error: `must be "${FORMAT}"` }),
  publicKey: hexOf(32),
  salt: hexOf(SALT_BYTES),
  cipher: z.literal("AES-256-GCM"),
  iv: hexOf(IV_BYTES),
  /** Secret key (32 bytes) and tag (16). */
  ciphertext: hexOf(48),
};
const pbkdf2Schema = z.strictObject({
  ...shared,
  kdf: z.literal("PBKDF2-SHA-256"),
  iterations: z.number().int().min(ITERATIONS).max(MOST_ITERATIONS),
});
const scryptSchema = z.strictObject({
  ...shared,
  kdf: z.literal("scrypt"),
  cost: z
    .number()
    .min(COST)
    .max(MOST_COST)
    .refine((cost) => Number.isInteger(Math.log2(cost)), { error: "must be a power of 2" }),
  blockSize: z.literal(BLOCK_SIZE),
  parallel: z.literal(PARALLEL),
});
const sealedKeySchema = z.discriminatedUnion("kdf", [pbkdf2Schema, scryptSchema], {
  error: 'must be "PBKDF2-SHA-256" or "scrypt"',
});

export type SealedKey = z.output<typeof sealedKeySchema>;

export type SealInput = {
  /** The ed25519 seed, 32 bytes. */
  readonly secretKey: Hex;
  readonly passphrase: string;
  /** 16 and 12 bytes from a good random source, never used before. */
  readonly salt: Uint8Array;
  readonly iv: Uint8Array;
};

/** Throws a RangeError for a key, salt, iv or passphrase of the wrong length. */
export async function sealKey(
  { secretKey, passphrase, salt, iv }: SealInput,
  kdf: SealedKey["kdf"] = "PBKDF2-SHA-256",
): Promise<SealedKey> {
  if (!/^[0-9a-f]{64}$/.test(secretKey)) throw new RangeError("the secret key must be 32 bytes in hexadecimal");
  if (salt.length !== SALT_BYTES || iv.length !== IV_BYTES) {
    throw new RangeError(`the salt must have ${SALT_BYTES} bytes and the iv ${IV_BYTES}`);
  }
  if (passphrase.length < LEAST_PASSPHRASE_LENGTH) {
    throw new RangeError(`the passphrase must have at least ${LEAST_PASSPHRASE_LENGTH} characters`);
  }
  const open: OpenPart = {
    format: FORMAT,
    publicKey: bytesToHex(ed25519.getPublicKey(secretKey)),
    ...(kdf === "scrypt"
      ? { kdf, cost: COST, blockSize: BLOCK_SIZE, parallel: PARALLEL }
      : { kdf, iterations: ITERATIONS }),
    salt: bytesToHex(salt),
    cipher: "AES-256-GCM",
    iv: bytesToHex(iv),
  };
  const key = await deriveKey(passphrase, open, "encrypt");
  const ciphertext = await crypto.subtle.encrypt(gcm(open), key, buffer(hexToBytes(secretKey)));
  return { ...open, ciphertext: bytesToHex(new Uint8Array(ciphertext)) };
}

export type OpenedKey =
  | { readonly ok: true; readonly secretKey: Hex }
  | { readonly ok: false; readonly problem: string };

/** A wrong passphrase is a result, not an exception: it is an everyday case. */
export async function openKey(sealed: SealedKey, passphrase: string): Promise<OpenedKey> {
  const { ciphertext, ...open } = sealed;
  const key = await deriveKey(passphrase, open, "decrypt");
  const plain = await crypto.subtle.decrypt(gcm(open), key, buffer(hexToBytes(ciphertext))).catch(() => null);
  if (plain === null) {
    return { ok: false, problem: "Wrong passphrase. Nothing was signed." };
  }
  const secretKey = bytesToHex(new Uint8Array(plain));
  if (bytesToHex(ed25519.getPublicKey(secretKey)) !== sealed.publicKey) {
    return { ok: false, problem: "The sealed key does not match its public key. Nothing was signed." };
  }
  return { ok: true, secretKey };
}

export type SealedKeyResult =
  | { readonly ok: true; readonly key: SealedKey }
  | { readonly ok: false; readonly problem: string };

/** Reads the JSON of a sealed key, from the server or from a file. */
export function readSealedKey(text: string): SealedKeyResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: "it is not JSON; a key file starts with {" };
  }
  const parsed = sealedKeySchema.safeParse(value);
  if (parsed.success) return { ok: true, key: parsed.data };
  const [issue] = parsed.error.issues;
  return {
    ok: false,
    problem: `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "is malformed"}`,
  };
}

type OpenPart =
  | Omit<Extract<SealedKey, { kdf: "PBKDF2-SHA-256" }>, "ciphertext">
  | Omit<Extract<SealedKey, { kdf: "scrypt" }>, "ciphertext">;

function gcm(open: OpenPart): AesGcmParams {
  return {
    name: "AES-GCM",
    iv: buffer(hexToBytes(open.iv)),
    additionalData: buffer(utf8ToBytes(toCanonicalJson(open))),
  };
}

async function deriveKey(passphrase: string, open: OpenPart, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  // The same passphrase may come in another Unicode form from another keyboard.
  const bytes = buffer(utf8ToBytes(passphrase.normalize("NFKC")));
  const salt = buffer(hexToBytes(open.salt));
  if (open.kdf === "scrypt") {
    const { cost: N, blockSize: r, parallel: p } = open;
    const derived = await scryptAsync(bytes, salt, { N, r, p, dkLen: 32 });
    return crypto.subtle.importKey("raw", buffer(derived), "AES-GCM", false, [use]);
  }
  const material = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: open.iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    [use],
  );
}

/** A copy typed as unshared memory, which WebCrypto requires. */
function buffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
