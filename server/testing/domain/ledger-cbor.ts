import * as fc from "fast-check";

/*
 * CBOR as any wallet may write it: lists and maps of definite or indefinite length, integers wider than they need be,
 * strings in chunks. It shares nothing with the product's reader.
 */

export type Writer = {
  readonly int: (value: bigint | number) => string;
  readonly bytes: (hex: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly map: (pairs: readonly (readonly [string, string])[]) => string;
  readonly tag: (tag: number, item: string) => string;
  /** `#6.24(bytes)` */
  readonly embedded: (hex: string) => string;
  /** A list that may carry the tag for sets. */
  readonly set: (items: readonly string[]) => string;
};

/** Takes its decisions from `choices`, in turn and again from the start; none of them means the shortest form. */
export function cborWriter(choices: readonly number[] = [], hasSets = true): Writer {
  let next = 0;
  const choose = (many: number) => (choices.length === 0 ? 0 : (choices[next++ % choices.length] ?? 0) % many);
  const head = (major: number, argument: bigint, mayBeWide = true) => {
    const widths = [1, 2, 4, 8].filter((bytes) => argument < 1n << BigInt(8 * bytes));
    if (argument < 24n && (!mayBeWide || choose(4) < 3)) return byte((major << 5) | Number(argument));
    const width = widths[mayBeWide && choose(4) === 3 ? choose(widths.length) : 0] ?? 8;
    return byte((major << 5) | (24 + Math.log2(width))) + argument.toString(16).padStart(width * 2, "0");
  };
  const sequence = (major: number, count: number, content: string) =>
    choose(3) === 1 ? `${byte((major << 5) | 31)}${content}ff` : head(major, BigInt(count)) + content;
  const bytes = (hex: string) => {
    const half = Math.floor(hex.length / 4) * 2;
    if (choose(6) !== 1 || half === 0) return head(2, BigInt(hex.length / 2)) + hex;
    const chunks = [hex.slice(0, half), hex.slice(half)].map((chunk) => head(2, BigInt(chunk.length / 2)) + chunk);
    return `5f${chunks.join("")}ff`;
  };
  const list = (items: readonly string[]) => sequence(4, items.length, items.join(""));
  const tag = (name: number, item: string) => head(6, BigInt(name), false) + item;
  return {
    int: (value) => (value < 0 ? head(1, -1n - BigInt(value)) : head(0, BigInt(value))),
    bytes,
    list,
    map: (pairs) => sequence(5, pairs.length, pairs.flat().join("")),
    tag,
    embedded: (hex) => tag(24, bytes(hex)),
    set: (items) => (hasSets && choose(2) === 1 ? tag(258, list(items)) : list(items)),
  };
}

export const anyChoices = fc.oneof(fc.constant([]), fc.array(fc.nat(11), { minLength: 40, maxLength: 97 }));

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}
