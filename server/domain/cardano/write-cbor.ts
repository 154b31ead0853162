import type { Hex } from "../units";

/** Head of an item: major type 0..7 with its argument in the shortest form (RFC 8949). */
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
