import { compareText } from "../text-order";
import type { Hex } from "../units";
import { addressKey } from "./address";

/*
 * Sorting a million addresses by their bytes without keeping a million keys: the beginning of each as a number is
 * enough for nearly all, and numbers are sorted without a comparator.
 */

const DIGITS = 9;
const PLACE_BITS = 28;

/** The beginning of an address's key, as a number that sorts like it. */
export function keyPrefix(key: Hex): number {
  return Number.parseInt(key.slice(0, DIGITS).padEnd(DIGITS, "0"), 16);
}

/** Rows by their addresses' bytes, those of the same address added up. `prefixes` are those of their keys. */
export function sortByBytes<Row extends { readonly address: string }>(
  rows: readonly Row[],
  prefixes: readonly number[],
  addUp: (first: Row, second: Row) => Row,
): Row[] {
  if (rows.length >= 2 ** PLACE_BITS) throw new RangeError(`${rows.length} addresses are too many to sort`);
  const packed = BigUint64Array.from(
    prefixes,
    (prefix, place) => (BigInt(prefix) << BigInt(PLACE_BITS)) | BigInt(place),
  );
  const order = Array.from(packed.sort(), (each) => Number(BigInt.asUintN(PLACE_BITS, each)));
  const sorted: Row[] = [];
  for (let from = 0; from < order.length; ) {
    const to = endOfRun(order, prefixes, from);
    const row = rows[order[from] ?? 0];
    if (to === from + 1 && row) sorted.push(row);
    else {
      const run = order.slice(from, to).flatMap((place) => rows[place] ?? []);
      for (const each of sortRun(run, addUp)) sorted.push(each);
    }
    from = to;
  }
  return sorted;
}

/** Where others begin than those with the prefix of the one at `from`. */
function endOfRun(order: readonly number[], prefixes: readonly number[], from: number): number {
  const prefix = prefixes[order[from] ?? 0];
  let to = from + 1;
  while (to < order.length && prefixes[order[to] ?? 0] === prefix) to++;
  return to;
}

function sortRun<Row extends { readonly address: string }>(run: readonly Row[], addUp: (a: Row, b: Row) => Row): Row[] {
  const keyed = run.map((row) => ({ key: addressKey(row.address), row }));
  keyed.sort((a, b) => compareText(a.key, b.key));
  const sorted: Row[] = [];
  for (const [at, { key, row }] of keyed.entries()) {
    const last = sorted.at(-1);
    if (last && keyed[at - 1]?.key === key) sorted[sorted.length - 1] = addUp(last, row);
    else sorted.push(row);
  }
  return sorted;
}
