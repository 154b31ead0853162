import type { Hex } from "../units";

/** The widths of an argument, with their additional information and their hexadecimal digits. */
const WIDTHS = [
  { below: 1n << 8n, info: 24, digits: 2 },
  { below: 1n << 16n, info: 25, digits: 4 },
  { below: 1n << 32n, info: 26, digits: 8 },
  { below: 1n << 64n, info: 27, digits: 16 },
] as const;

/** Head of an item: major type 0..7 with its argument in the shortest form (RFC 8949). */
export function cborHead(major: number, argument: bigint): Hex {
  if (argument < 24n) return firstByte(major, Number(argument));
  for (const { below, info, digits } of WIDTHS) {
    if (argument < below) return firstByte(major, info) + argument.toString(16).padStart(digits, "0");
  }
  throw new Error(`CBOR: ${argument} does not fit in 64 bits`);
}

function firstByte(major: number, info: number): Hex {
  return ((major << 5) | info).toString(16).padStart(2, "0");
}

/** A byte string of definite length. */
export function cborBytes(hex: Hex): Hex {
  return cborHead(2, BigInt(hex.length / 2)) + hex;
}
