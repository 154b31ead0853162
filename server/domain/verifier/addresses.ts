import { bech32 } from "@scure/base";
import type { Credential } from "../cardano/address";
import { fromHex, toHex } from "../cardano/hex-bytes";
import type { Hex } from "../units";
import { type Data, of } from "./data";

/*
 * Addresses as the ledger has them (CIP-19), in hex: a header, then hashes of 28 bytes. Read by another library than
 * the builder's bech32.
 */

const HASH_DIGITS = 56;

/** Throws on what is no bech32 text. */
export function addressHex(text: string): Hex {
  return toHex(bech32.decodeToBytes(text).bytes);
}

/** For words. */
export function addressWords(address: Hex): string {
  const header = Number.parseInt(address.slice(0, 2), 16);
  const prefix = (header >> 4 < 8 ? "addr" : "stake") + ((header & 15) === 1 ? "" : "_test");
  return bech32.encode(prefix, bech32.toWords(fromHex(address)), false);
}

/** Without a stake part. */
export function addressOf(networkId: 0 | 1, { kind, hash }: Credential): Hex {
  return `${kind === "key" ? 6 : 7}${networkId}${hash}`;
}

/** The reward account of a script. */
export function scriptAccount(networkId: 0 | 1, hash: Hex): Hex {
  return `f${networkId}${hash}`;
}

/** The key that can spend from the address; null where a script can. */
export function ownerOf(address: Hex): Hex | null {
  return (Number.parseInt(address.slice(0, 1), 16) & 1) === 0 ? address.slice(2, 2 + HASH_DIGITS) : null;
}

/** As a script sees it. Only addresses with one or two hashes can be paid. */
export function addressData(address: Hex): Data {
  const type = Number.parseInt(address.slice(0, 1), 16);
  const credential = (bit: number, from: number) => of(bit === 0 ? 0 : 1, address.slice(from, from + HASH_DIGITS));
  const payment = credential(type & 1, 2);
  const length = address.length;
  if ((type === 6 || type === 7) && length === 2 + HASH_DIGITS) return of(0, payment, of(1));
  if (type < 4 && length === 2 + 2 * HASH_DIGITS) {
    return of(0, payment, of(0, of(0, credential(type & 2, 2 + HASH_DIGITS))));
  }
  throw new RangeError(`${addressWords(address)} is no address that a pool can pay`);
}
