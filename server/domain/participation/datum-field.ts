import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Credential } from "../cardano/address";
import { parseAddressBytes } from "../cardano/address";
import { identityOf, identityOfCredential } from "../identity";
import type { Hex, Identity } from "../units";

/** The parts of Plutus data needed to name a player. */
export type PlutusData =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "list"; readonly tag: number | null; readonly items: PlutusData[] }
  | { readonly kind: "other" };

/** A list, map or chunked byte string that has not ended. `left` items are missing; null: until a break. */
type Open = {
  left: number | null;
  readonly tag: number | null;
  readonly items: PlutusData[];
  readonly as: "list" | "map" | "bytes";
};
type Item = { readonly end: number; readonly done: PlutusData | null; readonly open: Open | null };

const INDEFINITE = 31;
const BREAK = 0xff;
const OTHER: PlutusData = { kind: "other" };

/**
 * Reads Plutus data from CBOR (RFC 8949; Alonzo to Conway CDDL, `plutus_data`). Null if it is malformed. Keeps its own
 * stack, so that a datum nested as deep as a transaction allows is read like any other: nobody can make their datum
 * readable in one place and not in another.
 */
export function decodePlutusData(hex: Hex): PlutusData | null {
  const bytes = hexToBytes(hex);
  const stack: Open[] = [];
  let position = 0;
  for (;;) {
    let done: PlutusData | null;
    if (bytes[position] === BREAK) {
      const top = stack.pop();
      if (top?.left !== null) return null;
      position += 1;
      done = close(top);
    } else {
      const item = readItem(bytes, position);
      if (!item) return null;
      position = item.end;
      done = item.done;
      if (item.open) stack.push(item.open);
    }
    const root = done && hand(stack, done);
    if (root) return position === bytes.length ? root : null;
  }
}

/** Hands a finished item to its parent, which may finish that too. Returns the root when all is finished. */
function hand(stack: Open[], finished: PlutusData): PlutusData | null {
  let done = finished;
  for (;;) {
    const top = stack.at(-1);
    if (!top) return done;
    top.items.push(done);
    if (top.left === null) return null;
    top.left -= 1;
    if (top.left > 0) return null;
    stack.pop();
    done = close(top);
  }
}

/** The item at `position`: whole if it holds no others, else its start. */
function readItem(bytes: Uint8Array, position: number): Item | null {
  let head = readHead(bytes, position);
  let tag: number | null = null;
  if (head?.major === 6) {
    tag = head.argument;
    head = readHead(bytes, head.end);
  }
  if (!head) return null;
  const { major, argument, end } = head;
  if (major === 0 || major === 1) return { end, done: OTHER, open: null };
  if (major === 2 && argument !== null) {
    if (end + argument > bytes.length) return null;
    const content = bytes.subarray(end, end + argument);
    return {
      end: end + argument,
      done: isBigInteger(tag) ? OTHER : { kind: "bytes", bytes: content },
      open: null,
    };
  }
  if (major !== 2 && major !== 4 && major !== 5) return null;
  const left = argument === null ? null : argument * (major === 5 ? 2 : 1);
  const open: Open = { left, tag, items: [], as: major === 2 ? "bytes" : major === 4 ? "list" : "map" };
  return left === 0 ? { end, done: close(open), open: null } : { end, done: null, open };
}

/** Tags 2 and 3 make a number of the bytes after them, which names nobody. */
function isBigInteger(tag: number | null): boolean {
  return tag === 2 || tag === 3;
}

function close(open: Open): PlutusData {
  if (open.as === "list") return { kind: "list", tag: open.tag, items: open.items };
  if (open.as === "map" || isBigInteger(open.tag)) return OTHER;
  const parts = open.items.flatMap((item) => (item.kind === "bytes" ? [...item.bytes] : []));
  return { kind: "bytes", bytes: Uint8Array.from(parts) };
}

/** The head of a CBOR item: its major type and argument; a null argument means indefinite length. */
function readHead(bytes: Uint8Array, position: number) {
  const initial = bytes[position];
  if (initial === undefined) return null;
  const major = initial >> 5;
  const detail = initial & 31;
  if (detail < 24) return { major, argument: detail, end: position + 1 };
  if (detail === INDEFINITE) return { major, argument: null, end: position + 1 };
  const width = [1, 2, 4, 8][detail - 24];
  if (width === undefined || position + 1 + width > bytes.length) return null;
  const value = bytes.subarray(position + 1, position + 1 + width);
  return { major, argument: value.reduce((total, byte) => total * 256 + byte, 0), end: position + 1 + width };
}

/** The item at `path`: each step is an index into a constructor's fields or a list. Null if there is none. */
export function plutusItemAt(data: PlutusData, path: readonly number[]): PlutusData | null {
  let item: PlutusData = data;
  for (const index of path) {
    const next = fieldsOf(item)?.[index];
    if (!next) return null;
    item = next;
  }
  return item;
}

/** The fields of a constructor in its short (tags 121-127, 1280-1400) or long form (tag 102), or a list's items. */
function fieldsOf(item: PlutusData): readonly PlutusData[] | null {
  if (item.kind !== "list") return null;
  if (item.tag !== 102) return item.items;
  const fields = item.items[1];
  return fields?.kind === "list" ? fields.items : null;
}

/**
 * The identity that a datum item names: 28 bytes are a key hash; 29 or 57 bytes a raw address; otherwise an address as
 * contracts write it, `Constr 0 [credential, optional stake credential]`. Null if it names nobody.
 */
export function identityNamedBy(item: PlutusData): Identity | null {
  if (item.kind === "bytes") {
    if (item.bytes.length === 28) return identityOfCredential({ kind: "key", hash: bytesToHex(item.bytes) });
    const parsed = parseAddressBytes(item.bytes);
    return "problem" in parsed ? null : identityOf(parsed);
  }
  const fields = constructorFields(item, 0, 2);
  const [payment, stake] = fields ?? [];
  const paymentCredential = payment && credentialOf(payment);
  if (!paymentCredential || !stake) return null;
  if (constructorFields(stake, 1, 0)) return identityOfCredential(paymentCredential);
  const inline = constructorFields(constructorFields(stake, 0, 1)?.[0], 0, 1)?.[0];
  const stakeCredential = inline && credentialOf(inline);
  return stakeCredential ? identityOfCredential(stakeCredential) : null;
}

function credentialOf(item: PlutusData): Credential | null {
  for (const [index, kind] of [[0, "key"] as const, [1, "script"] as const]) {
    const hash = constructorFields(item, index, 1)?.[0];
    if (hash?.kind === "bytes" && hash.bytes.length === 28) return { kind, hash: bytesToHex(hash.bytes) };
  }
  return null;
}

function constructorFields(item: PlutusData | undefined, index: number, count: number): readonly PlutusData[] | null {
  if (item?.kind !== "list" || item.tag !== 121 + index || item.items.length !== count) return null;
  return item.items;
}
