import type { Hex } from "../units";

/*
 * Bech32 (BIP-173) without its limit of length, as CIP-19 uses it. Of our own because a scan and a day read and write
 * an address for every output: it takes a tenth of the time of a library that converts between any two radices.
 */

const LETTERS = [..."qpzry9x8gf2tvdw0s3jn54khce6mua7l"].map((letter) => letter.charCodeAt(0));
/** By the letter's code; NO_WORD for all others. */
const NO_WORD = 32;
const WORDS = new Uint8Array(128).fill(NO_WORD);
for (const [word, letter] of LETTERS.entries()) WORDS[letter] = word;
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
/** What the five bits that leave the checksum add to it. */
const CARRIED = Int32Array.from({ length: 32 }, (_, top) =>
  GENERATORS.reduce((sum, generator, bit) => ((top >> bit) & 1 ? sum ^ generator : sum), 0),
);
const CHECKSUM_WORDS = 6;

export function encodeBech32(prefix: string, bytes: Uint8Array): string {
  let sum = sumOfPrefix(prefix);
  const letters: number[] = [];
  const put = (word: number) => {
    sum = add(sum, word);
    letters.push(LETTERS[word] ?? 0);
  };
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) put((held >> (bits - 5)) & 31);
    held &= 31;
  }
  if (bits > 0) put((held << (5 - bits)) & 31);
  for (let at = 0; at < CHECKSUM_WORDS; at++) sum = add(sum, 0);
  sum ^= 1;
  for (let at = CHECKSUM_WORDS - 1; at >= 0; at--) letters.push(LETTERS[(sum >> (5 * at)) & 31] ?? 0);
  return `${prefix}1${String.fromCharCode(...letters)}`;
}

/** Null for a typing error; `bytes` is null where the words do not end with a byte. */
export function decodeBech32(text: string): { readonly prefix: string; readonly bytes: Uint8Array | null } | null {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return null;
  const end = lower.lastIndexOf("1");
  if (end < 1) return null;
  const prefix = lower.slice(0, end);
  const bytes = new Uint8Array((lower.length * 5) >> 3);
  const length = readWords(lower, prefix, bytes);
  if (length === MISTYPED) return null;
  return { prefix, bytes: length === CUT ? null : bytes.slice(0, length) };
}

/** What the next two read into: an array for each of millions of addresses takes longer than reading them. */
const room = Buffer.alloc(256);

/** The bytes in hex of a text that begins with `prefix` and 1, in lower case. Null if it is mistyped or long. */
export function bech32ToHex(prefix: string, text: string): Hex | null {
  const length = readIntoRoom(text, prefix);
  return length < 0 ? null : room.toString("hex", 0, length);
}

/** The same as bytes. */
export function bech32ToBytes(prefix: string, text: string): Uint8Array | null {
  const length = readIntoRoom(text, prefix);
  return length < 0 ? null : Uint8Array.from(room.subarray(0, length));
}

function readIntoRoom(text: string, prefix: string): number {
  return text.length > room.length ? MISTYPED : readWords(text, prefix, room);
}

const MISTYPED = -1;
const CUT = -2;

/** Writes the bytes of the words after the prefix and its 1, and tells how many; or one of the two above. */
function readWords(text: string, prefix: string, bytes: Uint8Array): number {
  const from = prefix.length + 1;
  const count = text.length - from - CHECKSUM_WORDS;
  if (count < 0) return MISTYPED;
  let sum = sumOfPrefix(prefix);
  let held = 0;
  let bits = 0;
  let next = 0;
  for (let at = 0; at < count + CHECKSUM_WORDS; at++) {
    const word = WORDS[text.charCodeAt(from + at)] ?? NO_WORD;
    if (word === NO_WORD) return MISTYPED;
    sum = add(sum, word);
    if (at >= count) continue;
    held = ((held << 5) | word) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[next++] = held >> bits;
  }
  if (sum !== 1) return MISTYPED;
  return bits < 5 && (held & ((1 << bits) - 1)) === 0 ? next : CUT;
}

function sumOfPrefix(prefix: string): number {
  let sum = 1;
  for (let at = 0; at < prefix.length; at++) sum = add(sum, prefix.charCodeAt(at) >> 5);
  sum = add(sum, 0);
  for (let at = 0; at < prefix.length; at++) sum = add(sum, prefix.charCodeAt(at) & 31);
  return sum;
}

function add(sum: number, word: number): number {
  return ((sum & 0x1ffffff) << 5) ^ word ^ (CARRIED[sum >>> 25] ?? 0);
}
