import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { createBLAKE2b, type IHasher } from "hash-wasm";
import type { Hex } from "./units";

/*
 * BLAKE2b (RFC 7693) compiled to WebAssembly: a tenth of the time of one in JavaScript, for what is hashed by the
 * million. Both are compared in hash.test.ts. Not for browsers: our pages do not allow WebAssembly.
 */

const [bits256, bits224] = await Promise.all([createBLAKE2b(256), createBLAKE2b(224)]);

/** blake2b-256, the ledger's hash for contents. */
export function blake2b256(...parts: readonly Uint8Array[]): Uint8Array {
  return digest(bits256, parts);
}

/** blake2b-224, the ledger's hash for scripts (cardano/script-hash.ts) and keys (cardano/key-hash.ts). */
export function blake2b224(...parts: readonly Uint8Array[]): Uint8Array {
  return digest(bits224, parts);
}

/** blake2b-256 of the text's UTF-8 bytes. */
export function contentHashOf(text: string): Hex {
  return bytesToHex(blake2b256(utf8ToBytes(text)));
}

/** Room for a text of the usual length with a byte before it: no array is made for each of a million. */
const room = Buffer.alloc(4_096);

/** blake2b-256 of a byte and the text's UTF-8 bytes after it. */
export function blake2b256Prefixed(first: number, text: string): Uint8Array {
  // Three bytes for each of its characters at most.
  if (3 * text.length >= room.length) return blake2b256(Uint8Array.of(first), utf8ToBytes(text));
  room[0] = first;
  return blake2b256(room.subarray(0, 1 + room.write(text, 1)));
}

/** One hasher serves all: nothing else runs between its first and its last call. */
function digest(hasher: IHasher, parts: readonly Uint8Array[]): Uint8Array {
  hasher.init();
  for (const part of parts) hasher.update(part);
  return hasher.digest("binary");
}
