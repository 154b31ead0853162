import { compareAmounts, sum } from "../integers";
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
  let weight = 0n;
  for (const share of shares) {
    if (share.weight < 0n) throw new RangeError("a weight is negative");
    weight += share.weight;
  }
  if (total === 0n) return shares.map(() => 0n);
  if (weight === 0n) throw new RangeError(`cannot divide ${total}: all weights are zero`);
  const [only, another] = shares;
  if (only && !another) return [total];
  const amounts: bigint[] = [];
  const rests: bigint[] = [];
  let left = total;
  for (const share of shares) {
    const product = total * share.weight;
    const amount = product / weight;
    amounts.push(amount);
    rests.push(product - amount * weight);
    left -= amount;
  }
  for (const index of largestRests(rests, Number(left), shares)) amounts[index] = (amounts[index] ?? 0n) + 1n;
  assertInvariant(sum(amounts) === total, () => `divided ${total} into ${sum(amounts)}`);
  return amounts;
}

const UINT64_MAX = (1n << 64n) - 1n;

/**
 * The places of so many of the largest rests, ties by key. Each rest is below one unit and together they are `count`
 * units, so none of them is zero.
 */
function largestRests(rests: readonly bigint[], count: number, shares: readonly Share[]): number[] {
  if (count === 0) return [];
  // Sorted without a comparator where they fit: that takes a tenth of the time.
  const fits = rests.every((rest) => rest <= UINT64_MAX);
  const sorted = fits ? BigUint64Array.from(rests).sort() : [...rests].sort(compareAmounts);
  const least = sorted[sorted.length - count] ?? 0n;
  const above: number[] = [];
  const equal: number[] = [];
  for (const [index, rest] of rests.entries()) {
    if (rest > least) above.push(index);
    else if (rest === least) equal.push(index);
  }
  equal.sort((a, b) => compareText(shares[a]?.key ?? "", shares[b]?.key ?? ""));
  return [...above, ...equal.slice(0, count - above.length)];
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
  const order = shares.map(({ weight }, index) => ({ weight, index }));
  order.sort((a, b) => compareAmounts(b.weight, a.weight));
  let rest = total;
  let weightLeft = sum(shares.map((share) => share.weight));
  const capped = new Set<number>();
  for (const { weight, index } of order) {
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
