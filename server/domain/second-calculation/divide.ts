/*
 * The second calculation's own division. It searches for the remainder from which on a unit is added, instead of
 * sorting; and it repeats until nobody new is over the cap, instead of one pass from the heaviest.
 */

export type Weights = ReadonlyMap<string, bigint>;

export function divideByThreshold(total: bigint, weights: Weights): Map<string, bigint> {
  let all = 0n;
  for (const weight of weights.values()) all += weight;
  const result = new Map<string, bigint>();
  const remainders = new Map<string, bigint>();
  let missing = total;
  for (const [key, weight] of weights) {
    const exact = total * weight;
    const whole = exact / all;
    result.set(key, whole);
    remainders.set(key, exact - whole * all);
    missing -= whole;
  }
  const atLeast = (threshold: bigint) => {
    let count = 0n;
    for (const remainder of remainders.values()) if (remainder >= threshold) count += 1n;
    return count;
  };
  // The highest remainder with `missing` shares at or above it.
  let low = 0n;
  let high = all;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (atLeast(middle) >= missing) low = middle;
    else high = middle;
  }
  const ties: string[] = [];
  for (const [key, remainder] of remainders) {
    if (remainder === low) ties.push(key);
    if (remainder <= low) continue;
    result.set(key, (result.get(key) ?? 0n) + 1n);
    missing -= 1n;
  }
  for (const key of ties.sort()) {
    if (missing === 0n) break;
    result.set(key, (result.get(key) ?? 0n) + 1n);
    missing -= 1n;
  }
  return result;
}

export function divideWithCap(total: bigint, weights: Weights, cap: bigint | null): Map<string, bigint> {
  const open = new Map(weights);
  const fixed = new Map<string, bigint>();
  let rest = total;
  while (cap !== null && open.size > 0) {
    let all = 0n;
    for (const weight of open.values()) all += weight;
    const over = [...open].filter(([, weight]) => rest * weight > cap * all);
    if (over.length === 0) break;
    for (const [key] of over) {
      fixed.set(key, cap);
      open.delete(key);
      rest -= cap;
    }
  }
  const divided = open.size > 0 ? divideByThreshold(rest, open) : [];
  return new Map([...fixed, ...divided]);
}
