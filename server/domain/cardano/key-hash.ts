import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";

/**
 * The ledger's hash of a public key of 32 bytes: how addresses, wallets and the contract name a key. In JavaScript
 * (unlike ../hash.ts), because browsers call it too.
 */
export function keyHashOf(publicKey: Hex): Hex {
  return bytesToHex(blake2b(hexToBytes(publicKey), { dkLen: 28 }));
}
