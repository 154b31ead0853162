import { CborCursor } from "./cbor-cursor";

/*
 * CBOR (RFC 8949), the part that Cardano uses, read with the place of every item: a transaction id is the hash
 * of the body's bytes exactly as they came, never of a re-encoding. No floats.
 */

/** `start` and `end` are byte offsets of the whole item in the text that was read. */
export type CborItem = { readonly start: number; readonly end: number } & (
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "array"; readonly items: readonly CborItem[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [CborItem, CborItem])[] }
  | { readonly kind: "tag"; readonly tag: bigint; readonly item: CborItem }
  | { readonly kind: "simple"; readonly value: boolean | null }
);

/** A list, map or tag whose contents are still to come: `left` items, or any number until a break. */
type Open = {
  readonly kind: "array" | "map" | "tag";
  readonly start: number;
  readonly tag: bigint;
  readonly items: CborItem[];
  left: number;
};

/** Deeper than any transaction, and safe for readers that recurse. */
const MAX_DEPTH = 128;

/**
 * Reads exactly one item. Throws on trailing bytes or anything malformed, naming the place. It keeps its own stack:
 * `maxDepth` may be any.
 */
export function readCbor(bytes: Uint8Array, maxDepth = MAX_DEPTH): CborItem {
  const cursor = new CborCursor(bytes);
  const stack: Open[] = [];
  for (;;) {
    const top = stack.at(-1);
    let item: CborItem;
    if (top && cursor.isOver(top.left)) {
      stack.pop();
      item = close(top, cursor.at);
    } else {
      const begun = begin(cursor);
      if ("left" in begun) {
        if (stack.push(begun) > maxDepth) throw new Error(`CBOR: nested deeper than ${maxDepth}`);
        continue;
      }
      item = begun;
    }
    const parent = stack.at(-1);
    if (!parent) {
      if (cursor.left === 0) return item;
      throw new Error(`CBOR: ${cursor.left} bytes after the end of the item at byte ${item.end}`);
    }
    parent.items.push(item);
    parent.left -= 1;
  }
}

/** The next item: whole if it holds no others. */
function begin(cursor: CborCursor): CborItem | Open {
  const start = cursor.at;
  const first = cursor.byte();
  const info = first & 31;
  switch (first >> 5) {
    case 0:
      return { kind: "int", value: cursor.argument(info), start, end: cursor.at };
    case 1:
      return { kind: "int", value: -1n - cursor.argument(info), start, end: cursor.at };
    case 2:
      return { kind: "bytes", value: cursor.string(2, info), start, end: cursor.at };
    case 3: {
      const value = new TextDecoder("utf-8", { fatal: true }).decode(cursor.string(3, info));
      return { kind: "text", value, start, end: cursor.at };
    }
    case 4:
      return { kind: "array", start, tag: 0n, items: [], left: cursor.count(info) };
    case 5:
      return { kind: "map", start, tag: 0n, items: [], left: 2 * cursor.count(info) };
    case 6:
      return { kind: "tag", start, tag: cursor.argument(info), items: [], left: 1 };
    default:
      return { kind: "simple", value: cursor.simple(info, start), start, end: cursor.at };
  }
}

function close({ kind, start, tag, items }: Open, end: number): CborItem {
  if (kind === "array") return { kind, items, start, end };
  if (kind === "map") return { kind, entries: pairsOf(items), start, end };
  const [item] = items;
  if (!item) throw new Error(`CBOR: tag ${tag} without an item`);
  return { kind, tag, item, start, end };
}

function pairsOf(items: readonly CborItem[]): [CborItem, CborItem][] {
  const entries: [CborItem, CborItem][] = [];
  for (let i = 0; i < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (!key || !value) throw new Error(`CBOR: a map ends after a key, at byte ${key?.end}`);
    entries.push([key, value]);
  }
  return entries;
}

/** Finds the value of an integer or text key in a map. */
export function mapValue(item: CborItem, key: bigint | string): CborItem | null {
  if (item.kind !== "map") throw new Error(`CBOR: a map was expected, found ${item.kind}`);
  const found = item.entries.find(([k]) => (k.kind === "int" || k.kind === "text") && k.value === key);
  return found ? found[1] : null;
}
