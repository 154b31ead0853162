import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";

/**
 * blake2b-224 of a text: what CIP-8 signs in place of a payload that is "hashed", and what a Ledger shows for a message
 * that it cannot display. In JavaScript (unlike ../hash.ts, whose WebAssembly our pages do not allow): for browsers.
 */
export function textHashOf(text: string): Hex {
  return bytesToHex(blake2b(utf8ToBytes(text), { dkLen: 28 }));
}
