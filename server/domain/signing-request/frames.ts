import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";

/*
 * A text as QR codes that are shown one after the other: "DPO 2/4 1f0c9a3b ...", a number, how many there are, and the
 * first 4 bytes of the whole text's SHA-256. The checksum tells one text's frames from another's, and finds what a
 * code's own correction did not; what is scanned is then read like a file, so it protects nothing.
 */

/** Of a code that a phone reads from a screen at arm's length (version 13 at most). */
const CHARACTERS_IN_FRAME = 240;
const MOST_FRAMES = 24;

/** Throws a RangeError for a text that is too long to be shown, or that is not ASCII. */
export function framesOf(text: string): string[] {
  if (!isAscii(text)) throw new RangeError("only ASCII is shown as QR codes");
  const count = Math.max(1, Math.ceil(text.length / CHARACTERS_IN_FRAME));
  if (count > MOST_FRAMES) throw new RangeError(`${text.length} characters are too long for QR codes: use the file`);
  const sum = checksumOf(text);
  // All of the same length, so that the code does not change its size.
  const size = Math.ceil(text.length / count);
  return Array.from(
    { length: count },
    (_, index) => `DPO ${index + 1}/${count} ${sum} ${text.slice(index * size, (index + 1) * size)}`,
  );
}

/** What was scanned so far: the frames of one text, by their numbers from 0. */
export type Scanned = {
  readonly checksum: string;
  readonly count: number;
  readonly parts: ReadonlyMap<number, string>;
};

export type ScanResult =
  | { readonly kind: "more"; readonly scanned: Scanned }
  | { readonly kind: "whole"; readonly text: string }
  /** `scanned` is what can still be gone on with. */
  | { readonly kind: "refused"; readonly problem: string; readonly scanned: Scanned | null };

/**
 * Takes the content of a scanned code to those before it, in any order. The first frame of another text begins anew. A
 * code that is no frame is a whole text.
 */
export function takeFrame(before: Scanned | null, content: string): ScanResult {
  if (!content.startsWith("DPO ")) return { kind: "whole", text: content };
  const [, number, total, checksum, part] = /^DPO ([0-9]{1,2})\/([0-9]{1,2}) ([0-9a-f]{8}) (.*)$/s.exec(content) ?? [];
  const [index, count] = [Number(number) - 1, Number(total)];
  const fits = checksum !== undefined && part !== undefined && index >= 0 && index < count && count <= MOST_FRAMES;
  if (!fits || part.length > CHARACTERS_IN_FRAME || !isAscii(part)) {
    return { kind: "refused", problem: "This code is damaged. Scan it again.", scanned: before };
  }
  const goesOn = before?.checksum === checksum && before.count === count;
  const parts = new Map(goesOn ? before.parts : []).set(index, part);
  if (parts.size < count) return { kind: "more", scanned: { checksum, count, parts } };
  const text = Array.from({ length: count }, (_, at) => parts.get(at) ?? "").join("");
  if (checksumOf(text) === checksum) return { kind: "whole", text };
  return { kind: "refused", problem: "The codes do not fit together. Scan all of them again.", scanned: null };
}

function checksumOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 4));
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
