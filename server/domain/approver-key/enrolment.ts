import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";

/** What a person signs to prove that a key is theirs. The fixed start sets it apart from all texts of the contract. */
export function keyOfPersonText(network: string, userId: string, publicKey: Hex): string {
  return `Daily Prize Oracle ${network} key of person ${userId} is ${publicKey}`;
}

/** The ledger's key hash (blake2b-224), as wallets and the contract name a key. Shown as its fingerprint. */
export function keyHashOf(publicKey: Hex): Hex {
  return bytesToHex(blake2b(hexToBytes(publicKey), { dkLen: 28 }));
}
