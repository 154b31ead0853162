import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import { compareText } from "../text-order";

/** One share of a division. Keys are ASCII and unique; ties go to the lowest key. */
export type Share = { readonly key: string; readonly weight: bigint };

/**
 * Divides `total` by weight, exactly: everyone gets the floor of their share, and the rest goes one unit each to the
 * largest remainders (Hamilton's method). The result sums to `total`, and nobody is more than one unit from their exact
 * share. It is in the order of `shares` but does not depend on it. Throws if there is something to divide but no
 * weight.
 */
export function apportion(total: bigint, shares: readonly Share[]): bigint[] {
  if (total < 0n) throw new RangeError(`cannot divide ${total}: it is negative`);
  const weight = sum(shares.map((share) => share.weight));
  if (shares.some((share) => share.weight < 0n)) throw new RangeError("a weight is negative");
  if (total === 0n) return shares.map(() => 0n);
  if (weight === 0n) throw new RangeError(`cannot divide ${total}: all weights are zero`);
  const amounts = shares.map((share) => (total * share.weight) / weight);
  const remainders = shares.map((share) => (total * share.weight) % weight);
  let left = total - sum(amounts);
  const order = [...shares.keys()].sort((a, b) => {
    const difference = (remainders[b] ?? 0n) - (remainders[a] ?? 0n);
    return difference !== 0n ? (difference > 0n ? 1 : -1) : compareText(shares[a]?.key ?? "", shares[b]?.key ?? "");
  });
  for (const index of order) {
    if (left === 0n) break;
    amounts[index] = (amounts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  assertInvariant(sum(amounts) === total, () => `divided ${total} into ${sum(amounts)}`);
  return amounts;
}

export type CappedDivision = {
  /** In the order of the shares. */
  readonly amounts: readonly bigint[];
  /** What is left when everyone is at the cap. */
  readonly undistributed: bigint;
};

/**
 * `apportion` with a cap for each. Exact shares over the cap are cut to it, and the rest is divided again among the
 * others, until nobody is over it ("water filling").
 *
 * Heaviest first, one pass is enough: capping one raises the other shares in proportion, so the next to pass the cap is
 * always the heaviest left, and if that one is not over it, nobody is. The comparison is exact (rest * weight > cap *
 * weights left). Rounding up cannot pass the cap: only a share with a remainder is rounded up, and one below a whole
 * cap rounds to the cap at most.
 */
export function apportionCapped(total: bigint, shares: readonly Share[], cap: bigint | null): CappedDivision {
  if (shares.every((share) => share.weight === 0n)) return { amounts: shares.map(() => 0n), undistributed: total };
  if (cap === null) return { amounts: apportion(total, shares), undistributed: 0n };
  const order = [...shares.keys()].sort((a, b) => {
    const difference = (shares[b]?.weight ?? 0n) - (shares[a]?.weight ?? 0n);
    return difference === 0n ? 0 : difference > 0n ? 1 : -1;
  });
  let rest = total;
  let weightLeft = sum(shares.map((share) => share.weight));
  const capped = new Set<number>();
  for (const index of order) {
    const weight = shares[index]?.weight ?? 0n;
    if (rest * weight <= cap * weightLeft) break;
    capped.add(index);
    rest -= cap;
    weightLeft -= weight;
  }
  const open = shares.map((share, index) => (capped.has(index) ? { ...share, weight: 0n } : share));
  const amounts = weightLeft > 0n ? apportion(rest, open) : shares.map(() => 0n);
  for (const index of capped) amounts[index] = cap;
  return { amounts, undistributed: total - sum(amounts) };
}
