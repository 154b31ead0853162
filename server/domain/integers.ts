/* Exact arithmetic of amounts. Math.max and Math.ceil would turn them into inexact numbers. */

export function sum(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

/** The largest of some amounts; 0 when there are none or all are below it. */
export function largestOf(values: Iterable<bigint>): bigint {
  let largest = 0n;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** The quotient of whole numbers, rounded up. For a numerator that is not negative. */
export function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

/** The smaller first, as a comparator of `sort` wants it. A difference would be a new bigint at every step. */
export function compareAmounts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
