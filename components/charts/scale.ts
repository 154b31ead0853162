/** Amounts stay exact bigints until the last step: only the share of the axis becomes a number. */
export type ChartValue = number | bigint;

/** Where an axis may end, in tenths of the power of ten below the largest value. */
const AXIS_TENTHS = [10, 12, 15, 20, 30, 40, 50, 60, 80];
const SHARE_STEPS = 1_000_000n;

/** value / max as 0..1, for drawing only. Both must be of the same kind; max 0 gives 0. */
export function shareOf(value: ChartValue, max: ChartValue): number {
  if (typeof value === "bigint" && typeof max === "bigint") {
    if (max <= 0n || value <= 0n) return 0;
    return value >= max ? 1 : Number((value * SHARE_STEPS) / max) / Number(SHARE_STEPS);
  }
  if (typeof value === "number" && typeof max === "number") {
    if (!(max > 0) || !(value > 0)) return 0;
    return Math.min(1, value / max);
  }
  throw new TypeError("A chart's values must all be numbers or all be bigints");
}

/** The largest value, or 0 of the same kind if none is above it. */
export function maxOf(values: readonly ChartValue[]): ChartValue {
  let largest: ChartValue = typeof values[0] === "bigint" ? 0n : 0;
  for (const value of values) {
    if (value > largest) largest = value;
  }
  return largest;
}

/** A round number at or above `max` for the end of the axis: 1, 1.2, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten. */
export function roundUpAxis(max: ChartValue): ChartValue {
  if (max <= 0) return typeof max === "bigint" ? 1n : 1;
  if (typeof max === "bigint") {
    const power = 10n ** BigInt(max.toString().length - 1);
    const fit = AXIS_TENTHS.map(BigInt).find((tenths) => tenths * power >= max * 10n) ?? 100n;
    // Rounded up: below 10 the steps in between are not whole.
    return (fit * power + 9n) / 10n;
  }
  const power = 10 ** Math.floor(Math.log10(max));
  const fit = AXIS_TENTHS.find((tenths) => tenths * power >= max * 10) ?? 100;
  return (fit * power) / 10;
}

const LOVELACE_PER_MILLI_ADA = 1_000n;

/** ADA as a number, for the height of a bar and its axis, where three places are enough. */
export function adaHeight(lovelace: bigint): number {
  return Number(lovelace / LOVELACE_PER_MILLI_ADA) / 1_000;
}
