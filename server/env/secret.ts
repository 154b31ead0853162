import type { Read } from "./variable";

/*
 * Nobody remembers these secrets, and whoever guesses one has what it protects. So they are refused unless they look as
 * if a machine had drawn them. It is an estimate: it finds what people type, not what a bad generator makes.
 */

const LEAST_CHARACTERS = 32;
/** What `openssl rand -hex 16` is seldom below: 128 bits, estimated from 32 characters. */
const LEAST_BITS = 80;
const CREATE = "create one with: openssl rand -hex 32";
const PLACEHOLDER =
  /change.?(me|it|this)|replace.?(me|this)|password|passphrase|secret|example|placeholder|default|your.?key/i;

export const secret: Read<string> = (text, refuse) => {
  const length = [...text].length;
  if (length < LEAST_CHARACTERS) return refuse(`must have at least ${LEAST_CHARACTERS} characters; ${CREATE}`);
  if (PLACEHOLDER.test(text)) return refuse(`holds a word of a placeholder, so it can be guessed; ${CREATE}`);
  if (estimatedBits(text) < LEAST_BITS) return refuse(`is too regular, so it can be guessed; ${CREATE}`);
  return text;
};

/** A secret with the name of its variable; undefined where it is not set. */
export type Named = readonly [name: string, value: string | undefined];

/** The names of two that have the same value. */
export function twoAlike(secrets: readonly Named[]): readonly [string, string] | null {
  for (const [at, [first, value]] of secrets.entries()) {
    const second = secrets.slice(at + 1).find((other) => value !== undefined && other[1] === value);
    if (second) return [first, second[0]];
  }
  return null;
}

/** Shannon's entropy of the characters, or of the steps between them if less: "abcd..." is regular by its steps. */
export function estimatedBits(text: string): number {
  const piece = [...repeatedPiece(text)].map((character) => character.codePointAt(0) ?? 0);
  const steps = piece.slice(1).map((code, at) => code - (piece[at] ?? 0));
  return Math.min(entropy(piece), entropy(steps)) * piece.length;
}

/** The shortest text that, repeated and cut, is this one. */
function repeatedPiece(text: string): string {
  for (let length = 1; length < text.length; length += 1)
    if (text.slice(length) === text.slice(0, -length)) return text.slice(0, length);
  return text;
}

/** In bits a number. */
function entropy(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / numbers.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
}
