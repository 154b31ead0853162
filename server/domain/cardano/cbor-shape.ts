import { bytesToHex } from "@noble/hashes/utils";
import type { Hex } from "../units";
import type { CborItem } from "./read-cbor";

/* Takes CBOR apart as the ledger's CDDL says. Each function throws an Error that names what is not as expected. */

export function fieldsByKey(item: CborItem | undefined, what: string): Map<bigint, CborItem> {
  if (item?.kind !== "map") throw new Error(`${what} should be a map`);
  const fields = new Map<bigint, CborItem>();
  for (const [key, value] of item.entries) {
    const name = int(key, `a key of ${what}`);
    // A decoder that keeps the first and one that keeps the last would see different transactions.
    if (fields.has(name)) throw new Error(`${what} has field ${name} twice`);
    fields.set(name, value);
  }
  return fields;
}

/** Lists and sets; a set may carry tag 258. Missing is empty only where that is allowed. */
export function arrayOf(item: CborItem | undefined, what: string, mayMiss = false): readonly CborItem[] {
  if (!item && mayMiss) return [];
  const list = item?.kind === "tag" && item.tag === 258n ? item.item : item;
  if (list?.kind !== "array") throw new Error(`${what} should be a list`);
  return list.items;
}

export function int(item: CborItem | undefined, what: string): bigint {
  if (item?.kind !== "int") throw new Error(`${what} should be an integer`);
  return item.value;
}

export function hex(item: CborItem | undefined, what: string): Hex {
  if (item?.kind !== "bytes") throw new Error(`${what} should be a byte string`);
  return bytesToHex(item.value);
}
