import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import type { Hex } from "../units";

/*
 * Plutus data as the ledger's `serialiseData` writes it, and its comparison with bytes. Of the verifier's own, beside
 * plutus-data.ts, which the builder writes with: a fault of one is then no fault of the other.
 */

/** Integers, bytes (lower-case hex), lists, maps, constructors. */
export type Data = bigint | Hex | readonly Data[] | Entries | Fields;
type Entries = { readonly pairs: readonly (readonly [Data, Data])[] };
type Fields = { readonly at: number; readonly fields: readonly Data[] };

/** A constructor whose fields have names, for the words of a difference. */
export type Named = { readonly at: number; readonly named: readonly (readonly [string, Data])[] };

export const of = (at: number, ...fields: Data[]): Fields => ({ at, fields });
export const named = (at: number, fields: Readonly<Record<string, Data>>): Named => ({
  at,
  named: Object.entries(fields),
});
export const unnamed = ({ at, named }: Named): Fields => ({ at, fields: named.map(([, field]) => field) });

export function write(data: Data): Hex {
  if (typeof data === "bigint") return writeNumber(data);
  if (typeof data === "string") return writeBytes(data);
  if ("pairs" in data)
    return head(5, BigInt(data.pairs.length)) + data.pairs.map((entry) => entry.map(write).join("")).join("");
  if ("fields" in data) return writeTag(data.at) + writeList(data.fields);
  return writeList(data);
}

const writeList = (items: readonly Data[]): Hex => (items.length === 0 ? "80" : `9f${items.map(write).join("")}ff`);
const writeTag = (at: number): Hex => head(6, BigInt(at < 7 ? 121 + at : 1273 + at));

function writeBytes(hex: Hex): Hex {
  const length = hex.length / 2;
  if (length <= 64) return head(2, BigInt(length)) + hex;
  let chunks = "5f";
  for (let from = 0; from < hex.length; from += 128) chunks += writeBytes(hex.slice(from, from + 128));
  return `${chunks}ff`;
}

function writeNumber(value: bigint): Hex {
  const [major, size] = value < 0n ? [1, -1n - value] : [0, value];
  if (size < 1n << 64n) return head(major, size);
  const digits = size.toString(16);
  return (major === 0 ? "c2" : "c3") + writeBytes(digits.padStart(digits.length + (digits.length % 2), "0"));
}

/** The first bytes of an item, in their shortest form (RFC 8949). */
export function head(major: number, size: bigint): Hex {
  const first = (low: number) => (major * 32 + low).toString(16).padStart(2, "0");
  const rest = (bytes: number) => size.toString(16).padStart(2 * bytes, "0");
  if (size < 24n) return first(Number(size));
  if (size < 1n << 8n) return first(24) + rest(1);
  if (size < 1n << 16n) return first(25) + rest(2);
  if (size < 1n << 32n) return first(26) + rest(4);
  if (size < 1n << 64n) return first(27) + rest(8);
  throw new RangeError(`${size} does not fit in 64 bits`);
}

/** The fields of a constructor, which must be these many of this one; null where it is anything else. */
export function readFields(item: CborItem | undefined, at: number, count: number): readonly CborItem[] | null {
  if (item?.kind !== "tag" || item.item.kind !== "array" || item.tag !== BigInt(at < 7 ? 121 + at : 1273 + at)) {
    return null;
  }
  return item.item.items.length === count ? item.item.items : null;
}

/** What differs, field by field, in words that begin with `what`. Another encoding of the same is a difference too. */
export function differData(what: string, found: Hex, wanted: Named): string[] {
  const right = write(unnamed(wanted));
  if (found === right) return [];
  const bytes = hexToBytes(found);
  const fields = readFields(tryToRead(bytes), wanted.at, wanted.named.length);
  if (!fields) return [`${what}: is ${found}, should be ${right}`];
  const differences = wanted.named.flatMap(([name, field], place) => {
    const item = fields[place];
    const [is, should] = [bytesToHex(bytes.subarray(item?.start, item?.end)), write(field)];
    return is === should ? [] : [`${what}: ${name} is ${say(item, is)}, should be ${sayData(field)}`];
  });
  return differences.length > 0 ? differences : [`${what}: is written in another way than the ledger writes it`];
}

/** A datum stands in the bytes as bytes of its own, which may be anything. */
function tryToRead(bytes: Uint8Array): CborItem | undefined {
  try {
    return readCbor(bytes);
  } catch {
    return undefined;
  }
}

function say(item: CborItem | undefined, raw: Hex): string {
  if (item?.kind === "int") return `${item.value}`;
  return item?.kind === "bytes" ? bytesToHex(item.value) || "empty" : raw;
}

function sayData(data: Data): string {
  if (typeof data === "bigint") return `${data}`;
  return typeof data === "string" ? data || "empty" : write(data);
}
