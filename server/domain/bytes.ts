import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex } from "@noble/hashes/utils";
import { addressToBytes } from "./cardano/address";
import type { Hex } from "./units";

/** blake2b-256, the ledger's hash for contents. */
export function blake2b256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = blake2b.create({ dkLen: 32 });
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Orders ASCII texts by their bytes, never by locale. Hex texts sort like the bytes they stand for, so this breaks ties
 * everywhere (server/domain/day/PROTOCOL.md, "Calculation").
 */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The address's bytes in hex, to sort and group addresses by. Throws if it is not an address. */
export function addressKey(address: string): Hex {
  return bytesToHex(addressToBytes(address));
}

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

/** The largest amount, or 0 if there are none or all are below 0. Math.max would turn them into numbers. */
export function largestOf(values: Iterable<bigint>): bigint {
  let largest = 0n;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** A broken invariant: the program is wrong, not its input. The catcher must stop and call a person. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function assertInvariant(holds: boolean, explain: () => string): asserts holds {
  if (!holds) throw new InvariantError(explain());
}
