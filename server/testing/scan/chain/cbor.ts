import { concatBytes } from "@noble/hashes/utils";

/*
 * Writes CBOR (RFC 8949), an item a function. Of its own, so that no mistake is shared with what reads it.
 */

type Bytes = Uint8Array;

const BREAK = Uint8Array.of(0xff);

/** `width`: bytes of the argument; more than needed is allowed on chain. */
function head(major: number, argument: bigint, width?: 1 | 2 | 4 | 8): Bytes {
  const needed = argument < 24n ? 0 : argument < 256n ? 1 : argument < 65_536n ? 2 : argument < 2n ** 32n ? 4 : 8;
  const size = Math.max(needed, width ?? 0);
  if (size === 0) return Uint8Array.of((major << 5) | Number(argument));
  const bytes = new Uint8Array(1 + size);
  bytes[0] = (major << 5) | (24 + Math.log2(size));
  for (let at = size, rest = argument; at > 0; at--, rest >>= 8n) bytes[at] = Number(rest & 255n);
  return bytes;
}

const indefinite = (major: number) => Uint8Array.of((major << 5) | 31);

export const int = (value: bigint | number, width?: 1 | 2 | 4 | 8): Bytes =>
  BigInt(value) < 0n ? head(1, -1n - BigInt(value), width) : head(0, BigInt(value), width);

export const bytes = (value: Bytes): Bytes => concatBytes(head(2, BigInt(value.length)), value);

/** A byte string in chunks of 64 bytes. */
export function chunked(value: Bytes): Bytes {
  const parts: Bytes[] = [];
  for (let at = 0; at < value.length; at += 64) parts.push(bytes(value.subarray(at, at + 64)));
  return concatBytes(indefinite(2), ...parts, BREAK);
}

export const array = (items: readonly Bytes[], open = false): Bytes =>
  open ? concatBytes(indefinite(4), ...items, BREAK) : concatBytes(head(4, BigInt(items.length)), ...items);

export const map = (entries: readonly (readonly [Bytes, Bytes])[], open = false): Bytes =>
  open
    ? concatBytes(indefinite(5), ...entries.flat(), BREAK)
    : concatBytes(head(5, BigInt(entries.length)), ...entries.flat());

export const tag = (number: number, item: Bytes): Bytes => concatBytes(head(6, BigInt(number)), item);

export const bool = (value: boolean): Bytes => Uint8Array.of(value ? 0xf5 : 0xf4);
export const nothing: Bytes = Uint8Array.of(0xf6);
