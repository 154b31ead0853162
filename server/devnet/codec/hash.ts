import { blake2b } from "@noble/hashes/blake2";
import { toHex } from "./cbor-shape";

/** Ids of transactions, blocks and datums. */
export function blake2b256(...parts: Uint8Array[]): string {
  return digest(32, parts);
}

/** Hashes of keys, scripts and policies. */
export function blake2b224(...parts: Uint8Array[]): string {
  return digest(28, parts);
}

function digest(bytes: number, parts: Uint8Array[]): string {
  const hash = blake2b.create({ dkLen: bytes });
  for (const part of parts) hash.update(part);
  return toHex(hash.digest());
}
