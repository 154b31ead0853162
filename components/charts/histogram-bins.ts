export type HistogramBin = { fromLovelace: bigint; toLovelace: bigint; count: number };

/**
 * Counts amounts in up to `binCount` bins of one width over [smallest, largest]; a bin holds from <= amount < to,
 * the last one its upper end too. The width is rounded up to a whole lovelace, so no amount falls outside.
 * No amounts: no bins. All equal: one bin.
 */
export function binAmounts(amountsLovelace: readonly bigint[], binCount: number): HistogramBin[] {
  const first = amountsLovelace[0];
  if (first === undefined) return [];
  if (!Number.isInteger(binCount) || binCount < 1) {
    throw new RangeError(`binCount must be a whole number of at least 1, got ${binCount}`);
  }
  let low = first;
  let high = first;
  for (const amount of amountsLovelace) {
    if (amount < low) low = amount;
    if (amount > high) high = amount;
  }
  if (low === high) return [{ fromLovelace: low, toLovelace: high, count: amountsLovelace.length }];
  const bins = BigInt(binCount);
  const width = (high - low + bins - 1n) / bins;
  const used = (high - low + width - 1n) / width;
  const counts = new Array<number>(Number(used)).fill(0);
  for (const amount of amountsLovelace) {
    const index = (amount - low) / width;
    const place = Number(index < used ? index : used - 1n);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((count, index) => {
    const fromLovelace = low + BigInt(index) * width;
    const end = fromLovelace + width;
    return { fromLovelace, toLovelace: end < high ? end : high, count };
  });
}
