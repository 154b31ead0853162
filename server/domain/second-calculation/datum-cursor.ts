import { bytesToHex, hexToBytes } from "@noble/hashes/utils";

/*
 * The second calculation's own way to the player named in a datum: walks the CBOR bytes to the position and skips
 * everything else, instead of reading the whole datum first.
 */

type Head = { readonly major: number; readonly value: number | null; readonly next: number };

function headAt(bytes: Uint8Array, at: number): Head {
  const first = bytes[at];
  if (first === undefined) throw new RangeError("the datum ends too early");
  const major = first >>> 5;
  const low = first & 0x1f;
  if (low === 31) return { major, value: null, next: at + 1 };
  if (low < 24) return { major, value: low, next: at + 1 };
  if (low > 27) throw new RangeError("reserved length");
  const width = 1 << (low - 24);
  const digits = bytesToHex(bytes.subarray(at + 1, at + 1 + width));
  if (digits.length !== width * 2) throw new RangeError("the datum ends too early");
  return { major, value: Number.parseInt(digits, 16), next: at + 1 + width };
}

/** Where the item that starts at `at` ends. Counts the remaining items instead of recursing. */
function skip(bytes: Uint8Array, at: number): number {
  const pending: number[] = [1];
  let position = at;
  while (pending.length > 0) {
    const top = pending.length - 1;
    if (bytes[position] === 0xff && pending[top] === Number.POSITIVE_INFINITY) {
      pending.pop();
      position += 1;
    } else {
      const head = headAt(bytes, position);
      position = head.next;
      pending[top] = (pending[top] ?? 0) - 1;
      if (head.major === 6) pending[top] += 1;
      else if (head.value === null) pending.push(Number.POSITIVE_INFINITY);
      else if (head.major === 2 || head.major === 3) position += head.value;
      else if (head.major === 4) pending.push(head.value);
      else if (head.major === 5) pending.push(head.value * 2);
    }
    while (pending.length > 0 && pending[pending.length - 1] === 0) pending.pop();
    if (position > bytes.length) throw new RangeError("the datum ends too early");
  }
  return position;
}

type ListAt = { readonly tag: number | null; readonly items: readonly number[] };

/** Positions of the items of the list (or constructor) at `at`; null if there is none. */
function listAt(bytes: Uint8Array, at: number): ListAt | null {
  let head = headAt(bytes, at);
  const tag = head.major === 6 ? head.value : null;
  if (head.major === 6) head = headAt(bytes, head.next);
  if (head.major !== 4) return null;
  const items: number[] = [];
  let position = head.next;
  while (head.value === null ? bytes[position] !== 0xff : items.length < head.value) {
    items.push(position);
    position = skip(bytes, position);
  }
  return { tag, items };
}

function bytesAt(bytes: Uint8Array, at: number): string | null {
  const head = headAt(bytes, at);
  if (head.major !== 2) return null;
  if (head.value !== null) return bytesToHex(bytes.subarray(head.next, head.next + head.value));
  let text = "";
  for (let position = head.next; bytes[position] !== 0xff; position = skip(bytes, position)) {
    text += bytesAt(bytes, position) ?? "";
  }
  return text;
}

/** The identity named at `path` of an inline datum, as a text, or null. */
export function playerNamedAt(datum: string, path: readonly number[]): string | null {
  const bytes = hexToBytes(datum);
  try {
    if (skip(bytes, 0) !== bytes.length) return null;
    let at = 0;
    for (const index of path) {
      let list = listAt(bytes, at);
      const fields = list?.items[1];
      if (list?.tag === 102) list = fields === undefined ? null : listAt(bytes, fields);
      const next = list?.items[index];
      if (next === undefined) return null;
      at = next;
    }
    return nameOf(bytes, at);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function nameOf(bytes: Uint8Array, at: number): string | null {
  const raw = bytesAt(bytes, at);
  if (raw !== null) return nameOfBytes(raw);
  const address = listAt(bytes, at);
  const [payment, stake] = address?.items ?? [];
  if (address?.tag !== 121 || address.items.length !== 2 || payment === undefined || stake === undefined) return null;
  const paymentName = credentialAt(bytes, payment);
  if (paymentName === null) return null;
  const option = listAt(bytes, stake);
  if (option?.tag === 122 && option.items.length === 0) return paymentName;
  const inline = option?.tag === 121 && option.items.length === 1 ? option.items[0] : undefined;
  const hash = inline === undefined ? null : listAt(bytes, inline);
  const credential = hash?.tag === 121 && hash.items.length === 1 ? hash.items[0] : undefined;
  return credential === undefined ? null : credentialAt(bytes, credential);
}

function credentialAt(bytes: Uint8Array, at: number): string | null {
  const list = listAt(bytes, at);
  const [first] = list?.items ?? [];
  if (list?.items.length !== 1 || first === undefined) return null;
  if (list.tag !== 121 && list.tag !== 122) return null;
  const hash = bytesAt(bytes, first);
  return hash?.length === 56 ? `${list.tag === 121 ? "key" : "script"}:${hash}` : null;
}

/** 28 bytes are a key hash; 57 and 29 bytes an address of type 0-3, 6-7 or 14-15. */
function nameOfBytes(hex: string): string | null {
  if (hex.length === 56) return `key:${hex}`;
  const type = Number.parseInt(hex.slice(0, 1), 16);
  if (!/^.[01]/.test(hex)) return null;
  if (hex.length === 114 && type < 4) return `${type < 2 ? "key" : "script"}:${hex.slice(58)}`;
  if (hex.length === 58 && [6, 7, 14, 15].includes(type)) return `${type % 2 === 0 ? "key" : "script"}:${hex.slice(2)}`;
  return null;
}
