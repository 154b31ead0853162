import type { Hex } from "../units";
import { CborCursor } from "./cbor-cursor";
import { toHex } from "./hex-bytes";
import type { CborItem } from "./read-cbor";

/*
 * Takes CBOR apart as the ledger's CDDL says. Each function throws an Error that says what came where, and what should
 * have come.
 */

export const UINT64_MAX = (1n << 64n) - 1n;

export function fieldsByKey(item: CborItem | undefined, what: string): Map<bigint, CborItem> {
  if (item?.kind !== "map") throw not("a map", item, what);
  const fields = new Map<bigint, CborItem>();
  for (const [key, value] of item.entries) {
    const name = int(key, `a key of ${what}`);
    // A decoder that keeps the first and one that keeps the last would see different transactions.
    if (fields.has(name)) throw new Error(`${what} has field ${name} twice`);
    fields.set(name, value);
  }
  return fields;
}

/** A name of each key of a map, none twice. */
export function uniqueKeys(
  item: CborItem | undefined,
  what: string,
  nameOf: (key: CborItem) => Hex,
): [Hex, CborItem][] {
  if (item?.kind !== "map") throw not("a map", item, what);
  const seen = new Set<Hex>();
  return item.entries.map(([key, value]) => {
    const name = nameOf(key);
    if (seen.has(name)) throw new Error(`${what}: ${name || "the empty name"} stands there twice`);
    seen.add(name);
    return [name, value];
  });
}

/** Lists and sets; a set may carry tag 258. Missing is empty only where that is allowed. */
export function arrayOf(item: CborItem | undefined, what: string, mayMiss = false): readonly CborItem[] {
  if (!item && mayMiss) return [];
  const list = item?.kind === "tag" && item.tag === 258n ? item.item : item;
  if (list?.kind !== "array") throw not("a list", item, what);
  return list.items;
}

/** A list of `least` to `most` items. */
export function tuple(item: CborItem | undefined, what: string, least: number, most = least): readonly CborItem[] {
  if (item?.kind !== "array") throw not("a list", item, what);
  const { length } = item.items;
  if (length >= least && length <= most) return item.items;
  const range = least === most ? least : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  throw new Error(`${what} should have ${range} items, but has ${length}, at byte ${item.start}`);
}

export function int(item: CborItem | undefined, what: string): bigint {
  if (item?.kind !== "int") throw not("an integer", item, what);
  return item.value;
}

/** An integer of `least` to `most`: what the ledger's amounts are when nothing else is said. */
export function integer(item: CborItem | undefined, what: string, most = UINT64_MAX, least = 0n): bigint {
  const value = int(item, what);
  if (value >= least && value <= most) return value;
  throw new Error(`${what} should be ${least} to ${most}, but is ${value}, at byte ${item?.start}`);
}

export function byteString(item: CborItem | undefined, what: string, most?: number, least?: number): Uint8Array {
  if (item?.kind !== "bytes") throw not("a byte string", item, what);
  const { length } = item.value;
  if (length <= (most ?? length) && length >= (least ?? 0)) return item.value;
  const range = least === most ? most : `at most ${most}`;
  throw new Error(`${what} should have ${range} bytes, but has ${length}, at byte ${item.start}`);
}

/** A byte string; of exactly `length` bytes if that is given. */
export function hex(item: CborItem | undefined, what: string, length?: number): Hex {
  return toHex(byteString(item, what, length, length));
}

/** The bytes in `#6.24(bytes)`: CBOR within CBOR. */
export function embedded(item: CborItem | undefined, what: string): Uint8Array {
  if (item?.kind !== "tag" || item.tag !== 24n) throw not("wrapped in tag 24", item, what);
  return byteString(item.item, what);
}

/** The raw bytes of the items of a list (major type 4), or of a map's keys and values in turn (5). None is read. */
export function splitCbor(bytes: Uint8Array, major: 4 | 5, what: string): Uint8Array[] {
  const cursor = new CborCursor(bytes);
  const first = cursor.byte();
  if (first >> 5 !== major)
    throw new Error(`${what} should be a ${major === 4 ? "list" : "map"}, but begins with ${hexByte(first)}`);
  const parts: Uint8Array[] = [];
  let left = cursor.count(first & 31) * (major - 3);
  while (!cursor.isOver(left)) {
    const start = cursor.at;
    cursor.skip();
    parts.push(bytes.subarray(start, cursor.at));
    left -= 1;
  }
  if (cursor.left > 0) throw new Error(`${cursor.left} bytes after the end of ${what}`);
  return parts;
}

function hexByte(byte: number): string {
  return `byte ${byte.toString(16).padStart(2, "0")}`;
}

function not(expected: string, item: CborItem | undefined, what: string): Error {
  if (!item) return new Error(`${what} should be ${expected}, but is missing`);
  const found = item.kind === "tag" ? `tag ${item.tag}` : item.kind;
  return new Error(`${what} should be ${expected}, but is ${found}, at byte ${item.start}`);
}
