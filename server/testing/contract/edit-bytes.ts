import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { type CborItem, readCbor } from "@/server/domain/cardano/read-cbor";
import { cborHead } from "@/server/domain/cardano/write-cbor";
import type { Hex } from "@/server/domain/units";

/*
 * Changes a transaction's bytes by hand: an item is replaced, added or taken away, and nothing else is written anew, as
 * somebody would who wants to slip something past a check.
 */

/** Where an item stands: the place in a list, or the key of a map. Tags are looked through. */
export type Place = readonly (number | bigint)[];

export function itemAt(item: CborItem, place: Place): CborItem {
  const [first, ...rest] = place;
  if (item.kind === "tag") return itemAt(item.item, place);
  if (first === undefined) return item;
  const next =
    item.kind === "map"
      ? item.entries.find(([key]) => key.kind === "int" && key.value === BigInt(first))?.[1]
      : item.kind === "array"
        ? item.items[Number(first)]
        : undefined;
  if (!next) throw new Error(`nothing stands at ${place.join(", ")}`);
  return itemAt(next, rest);
}

const splice = (cbor: Hex, start: number, end: number, by: Hex): Hex =>
  cbor.slice(0, 2 * start) + by + cbor.slice(2 * end);

export function replaceAt(cbor: Hex, place: Place, by: Hex | ((old: Hex) => Hex)): Hex {
  const { start, end } = itemAt(readCbor(hexToBytes(cbor)), place);
  const old = cbor.slice(2 * start, 2 * end);
  return splice(cbor, start, end, typeof by === "string" ? by : by(old));
}

/** Replaces the whole number at the place by one that is so much more. */
export function increaseAt(cbor: Hex, place: Place, more: bigint): Hex {
  const item = itemAt(readCbor(hexToBytes(cbor)), place);
  if (item.kind !== "int") throw new Error(`no number stands at ${place.join(", ")}`);
  return replaceAt(cbor, place, cborHead(0, item.value + more));
}

/** Adds an item to a list, or a key with its value to a map, at the end. */
export function addAt(cbor: Hex, place: Place, added: Hex): Hex {
  return recount(cbor, place, 1, (content) => content + added);
}

/** Takes away what stands at the place. */
export function removeAt(cbor: Hex, place: Place): Hex {
  const parent = itemAt(readCbor(hexToBytes(cbor)), place.slice(0, -1));
  const { start, end } = itemAt(parent, place.slice(-1));
  const keyBytes = parent.kind === "map" ? start - keyStart(parent, start) : 0;
  const from = start - keyBytes - parent.start;
  return recount(cbor, place.slice(0, -1), -1, (content, headBytes) =>
    splice(content, from - headBytes, end - parent.start - headBytes, ""),
  );
}

function keyStart(parent: CborItem & { kind: "map" }, valueStart: number): number {
  const entry = parent.entries.find(([, value]) => value.start === valueStart || value.end > valueStart);
  if (!entry) throw new Error("no such entry");
  return entry[0].start;
}

/** Writes the head of a list or map of definite length anew, for so many entries more. */
function recount(cbor: Hex, place: Place, more: number, change: (content: Hex, headBytes: number) => Hex): Hex {
  const item = itemAt(readCbor(hexToBytes(cbor)), place);
  if (item.kind !== "array" && item.kind !== "map") throw new Error("this is neither a list nor a map");
  const count = item.kind === "array" ? item.items.length : item.entries.length;
  const major = item.kind === "array" ? 4 : 5;
  const head = cborHead(major, BigInt(count));
  const whole = bytesToHex(hexToBytes(cbor).subarray(item.start, item.end));
  if (!whole.startsWith(head)) throw new Error("its length is indefinite");
  const content = change(whole.slice(head.length), head.length / 2);
  return splice(cbor, item.start, item.end, cborHead(major, BigInt(count + more)) + content);
}
