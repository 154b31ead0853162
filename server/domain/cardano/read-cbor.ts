import { CborCursor } from "./cbor-cursor";

/*
 * CBOR (RFC 8949), the part that Cardano uses, read with the place of every item: a transaction id is the hash
 * of the body's bytes exactly as they came, never of a re-encoding. No floats.
 */

/** `start` and `end` are byte offsets of the whole item in the text that was read. */
export type CborItem = { readonly start: number; readonly end: number } & CborContent;

type CborContent =
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "array"; readonly items: readonly CborItem[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [CborItem, CborItem])[] }
  | { readonly kind: "tag"; readonly tag: bigint; readonly item: CborItem }
  | { readonly kind: "simple"; readonly value: boolean | null };

/** A list, map or tag whose contents are still to come: `left` items, or any number until a break. */
type Open = {
  readonly start: number;
  readonly items: CborItem[];
  left: number;
  readonly close: (items: readonly CborItem[]) => CborContent;
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
    if (top && isOver(top, cursor)) {
      stack.pop();
      item = { ...top.close(top.items), start: top.start, end: cursor.at };
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
  const whole = (content: CborContent): CborItem => ({ ...content, start, end: cursor.at });
  const open = (left: number, close: Open["close"]): Open => ({ start, items: [], left, close });
  switch (first >> 5) {
    case 0:
      return whole({ kind: "int", value: cursor.argument(info) });
    case 1:
      return whole({ kind: "int", value: -1n - cursor.argument(info) });
    case 2:
      return whole({ kind: "bytes", value: cursor.string(2, info) });
    case 3: {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(cursor.string(3, info));
      return whole({ kind: "text", value: text });
    }
    case 4:
      return open(cursor.count(info), (items) => ({ kind: "array", items }));
    case 5:
      return open(2 * cursor.count(info), closeMap);
    case 6: {
      const tag = cursor.argument(info);
      return open(1, ([item]) => closeTag(tag, item));
    }
    default:
      return whole({ kind: "simple", value: cursor.simple(info, start) });
  }
}

function isOver({ left }: Open, cursor: CborCursor): boolean {
  return left === Number.POSITIVE_INFINITY ? cursor.takeBreak() : left === 0;
}

function closeMap(items: readonly CborItem[]): CborContent {
  const entries: [CborItem, CborItem][] = [];
  for (let i = 0; i < items.length; i += 2) {
    const [key, value] = [items[i], items[i + 1]];
    if (!key || !value) throw new Error(`CBOR: a map ends after a key, at byte ${key?.end}`);
    entries.push([key, value]);
  }
  return { kind: "map", entries };
}

function closeTag(tag: bigint, item: CborItem | undefined): CborContent {
  if (!item) throw new Error(`CBOR: tag ${tag} without an item`);
  return { kind: "tag", tag, item };
}

/** Finds the value of an integer or text key in a map. */
export function mapValue(item: CborItem, key: bigint | string): CborItem | null {
  if (item.kind !== "map") throw new Error(`CBOR: a map was expected, found ${item.kind}`);
  const found = item.entries.find(([k]) => (k.kind === "int" || k.kind === "text") && k.value === key);
  return found ? found[1] : null;
}
