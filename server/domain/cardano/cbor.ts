import { concatBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";

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

const BREAK = 0xff;
const INDEFINITE = 31;
/** Deeper than any transaction; keeps hostile bytes from exhausting the stack. */
const MAX_DEPTH = 128;

/** Reads exactly one item. Throws on trailing bytes or anything malformed, naming the place. */
export function readCbor(bytes: Uint8Array): CborItem {
  const reader = new Reader(bytes);
  const item = reader.item(0);
  if (item.end !== bytes.length) {
    throw new Error(`CBOR: ${bytes.length - item.end} bytes after the end of the item at byte ${item.end}`);
  }
  return item;
}

class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  item(depth: number): CborItem {
    if (depth > MAX_DEPTH) throw new Error(`CBOR: nested deeper than ${MAX_DEPTH}`);
    const start = this.at;
    const first = this.byte();
    const major = first >> 5;
    const info = first & 31;
    const done = () => ({ start, end: this.at });
    switch (major) {
      case 0:
        return { kind: "int", value: this.argument(info), ...done() };
      case 1:
        return { kind: "int", value: -1n - this.argument(info), ...done() };
      case 2:
        return { kind: "bytes", value: this.string(2, info), ...done() };
      case 3:
        return {
          kind: "text",
          value: new TextDecoder("utf-8", { fatal: true }).decode(this.string(3, info)),
          ...done(),
        };
      case 4: {
        const items = this.sequence(info, () => this.item(depth + 1));
        return { kind: "array", items, ...done() };
      }
      case 5: {
        const entries = this.sequence(info, () => [this.item(depth + 1), this.item(depth + 1)] as const);
        return { kind: "map", entries, ...done() };
      }
      case 6: {
        const tag = this.argument(info);
        return { kind: "tag", tag, item: this.item(depth + 1), ...done() };
      }
      default:
        return { kind: "simple", value: this.simple(info, start), ...done() };
    }
  }

  private byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new Error(`CBOR: ends too early, at byte ${this.at}`);
    this.at += 1;
    return value;
  }

  private take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new Error(`CBOR: ends too early, at byte ${this.at}`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private argument(info: number): bigint {
    if (info < 24) return BigInt(info);
    if (info > 27) throw new Error(`CBOR: no such length (${info}) at byte ${this.at - 1}`);
    let value = 0n;
    for (const byte of this.take(1 << (info - 24))) value = (value << 8n) | BigInt(byte);
    return value;
  }

  private length(info: number): number {
    const value = this.argument(info);
    if (value > BigInt(this.bytes.length)) throw new Error(`CBOR: a length of ${value} at byte ${this.at}`);
    return Number(value);
  }

  private string(major: number, info: number): Uint8Array {
    if (info !== INDEFINITE) return this.take(this.length(info));
    const chunks: Uint8Array[] = [];
    for (let first = this.byte(); first !== BREAK; first = this.byte()) {
      if (first >> 5 !== major || (first & 31) === INDEFINITE) {
        throw new Error(`CBOR: a wrong chunk in a string at byte ${this.at - 1}`);
      }
      chunks.push(this.take(this.length(first & 31)));
    }
    return concatBytes(...chunks);
  }

  private sequence<T>(info: number, read: () => T): T[] {
    const items: T[] = [];
    if (info === INDEFINITE) {
      while (this.bytes[this.at] !== BREAK) items.push(read());
      this.at += 1;
      return items;
    }
    for (let left = this.length(info); left > 0; left -= 1) items.push(read());
    return items;
  }

  private simple(info: number, start: number): boolean | null {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    throw new Error(`CBOR: an item that Cardano does not use, at byte ${start}`);
  }
}

/** Head of an item: major type 0..7 with its argument in the shortest form. */
export function cborHead(major: number, argument: bigint): Hex {
  const prefix = (info: number) => ((major << 5) | info).toString(16).padStart(2, "0");
  if (argument < 24n) return prefix(Number(argument));
  for (const [info, digits] of [
    [24, 2],
    [25, 4],
    [26, 8],
    [27, 16],
  ] as const) {
    if (argument < 1n << BigInt(4 * digits)) return prefix(info) + argument.toString(16).padStart(digits, "0");
  }
  throw new Error(`CBOR: ${argument} does not fit in 64 bits`);
}

/** A byte string of definite length. */
export function cborBytes(hex: Hex): Hex {
  return cborHead(2, BigInt(hex.length / 2)) + hex;
}

/** Finds the value of an integer or text key in a map. */
export function mapValue(item: CborItem, key: bigint | string): CborItem | null {
  if (item.kind !== "map") throw new Error(`CBOR: a map was expected, found ${item.kind}`);
  const found = item.entries.find(([k]) => (k.kind === "int" || k.kind === "text") && k.value === key);
  return found ? found[1] : null;
}
