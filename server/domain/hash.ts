import { blake2b } from "@noble/hashes/blake2";

/** blake2b-256, the ledger's hash for contents. */
export function blake2b256(...parts: readonly Uint8Array[]): Uint8Array {
  return digest(32, parts);
}

/** blake2b-224, the ledger's hash for keys and scripts (cardano/key-hash.ts). */
export function blake2b224(...parts: readonly Uint8Array[]): Uint8Array {
  return digest(28, parts);
}

function digest(dkLen: number, parts: readonly Uint8Array[]): Uint8Array {
  const hash = blake2b.create({ dkLen });
  for (const part of parts) hash.update(part);
  return hash.digest();
}
