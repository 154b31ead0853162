import { hkdf } from "@noble/hashes/hkdf";
import { hmac } from "@noble/hashes/hmac";
import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";

/**
 * What the audit log's rows are keyed with. Whoever can write to the database can compute its hashes, but not these
 * codes: the key is not in it.
 */
export type AuditKey = {
  /** Eight hexadecimal digits that say which key it is and nothing of it. Each row names its own. */
  readonly id: Hex;
  readonly key: Uint8Array;
};

/** What a row says beside the public chain. */
export type Keyed = { readonly keyId: Hex; readonly mac: Hex };

const derive = (secret: string, purpose: string, length: number) =>
  hkdf(sha256, utf8ToBytes(secret), undefined, utf8ToBytes(`daily-prize-oracle/audit-${purpose}/1`), length);

/** The key that a secret of the environment stands for. */
export function makeAuditKey(secret: string): AuditKey {
  return { id: bytesToHex(derive(secret, "key-id", 4)), key: derive(secret, "key", 32) };
}

/** HMAC-SHA-256 over a row's hash, which covers the row and all before it. */
export function keyAuditHash({ id, key }: AuditKey, hash: Hex): Keyed {
  return { keyId: id, mac: bytesToHex(hmac(sha256, key, hexToBytes(hash))) };
}

/** What is wrong with a row's code, after "event 7"; null if one of `keys` made it. */
export function problemOfMac(keys: readonly AuditKey[], hash: Hex, { keyId, mac }: Keyed): string | null {
  if (mac === "") return "is not keyed";
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return `is keyed with ${keyId}, which is not AUDIT_KEY and not in AUDIT_KEYS_OLD`;
  return keyAuditHash(key, hash).mac === mac ? null : "was not written with the key that it names";
}

/**
 * What is wrong with the key of a row, after "event 7", given those of all rows before it in the order in which they
 * came. A key that was replaced never writes again: whoever stole it would still make rows that fit.
 */
export function problemOfKeyOrder(before: readonly Hex[], keyId: Hex): string | null {
  if (keyId === before.at(-1) || !before.includes(keyId)) return null;
  return `was written with ${keyId}, after another key had taken its place`;
}
