/** Formatters without state: the same input gives the same text on the server and in the browser. */

const LOVELACE_PER_ADA = 1_000_000n;
/** U+202F: thin like the SI's group separator, and keeps a number on one line. */
export const THIN_SPACE = "\u202f";
const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";
/** Largest first; `unit` in lovelace. */
const SHORT_UNITS = [
  { unit: LOVELACE_PER_ADA * 1_000_000_000n, suffix: "B" },
  { unit: LOVELACE_PER_ADA * 1_000_000n, suffix: "M" },
  { unit: LOVELACE_PER_ADA * 1_000n, suffix: "k" },
] as const;

/** Groups of three with thin spaces: 1234567 to "1 234 567". Any size, with sign. */
export function groupDigits(value: bigint | number): string {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new RangeError(`groupDigits takes a whole number up to 2^53, got ${value}; pass a bigint`);
  }
  const digits = (value < 0 ? -value : value).toString();
  return (value < 0 ? MINUS : "") + digits.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** Lovelace from a bigint or its decimal text (as in JSON). Throws on anything else. */
export function parseLovelace(value: bigint | string): bigint {
  if (typeof value === "bigint") return value;
  if (!/^-?\d+$/.test(value)) {
    throw new RangeError(`An amount must be whole lovelace in decimal digits, got "${value}"`);
  }
  return BigInt(value);
}

export type FormatAdaOptions = {
  /** About three significant digits (1.23 M), cut towards zero so that it never shows more than there is. */
  short?: boolean;
  /** Always six places, so that a column of amounts lines up at the point. */
  sixPlaces?: boolean;
};

/** The figure alone, in ADA. Exact by default: two places if they are enough, else all six. */
export function formatAdaFigure(lovelace: bigint, options: FormatAdaOptions = {}): string {
  const sign = lovelace < 0n ? MINUS : "";
  const size = lovelace < 0n ? -lovelace : lovelace;
  if (options.short) return sign + shortenAda(size);
  const places = (size % LOVELACE_PER_ADA).toString().padStart(6, "0");
  const shown = options.sixPlaces ? places : places.replace(/0000$/, "");
  return `${sign}${groupDigits(size / LOVELACE_PER_ADA)}.${shown}`;
}

/** "1 234.50 ADA": see {@link formatAdaFigure} for the figure; the unit does not break from it. */
export function formatAda(lovelace: bigint | string, options: FormatAdaOptions = {}): string {
  return `${formatAdaFigure(parseLovelace(lovelace), options)}${NO_BREAK_SPACE}ADA`;
}

function shortenAda(size: bigint): string {
  if (size > 0n && size < LOVELACE_PER_ADA / 100n) return `<${NO_BREAK_SPACE}0.01`;
  for (const { unit, suffix } of SHORT_UNITS) {
    if (size >= unit) return `${cutToThreeDigits(size, unit)}${NO_BREAK_SPACE}${suffix}`;
  }
  return cutToThreeDigits(size, LOVELACE_PER_ADA);
}

function cutToThreeDigits(size: bigint, unit: bigint): string {
  const whole = size / unit;
  const places = whole >= 100n ? 0 : whole >= 10n ? 1 : 2;
  if (places === 0) return groupDigits(whole);
  const rest = ((size % unit) * 10n ** BigInt(places)) / unit;
  return `${whole}.${rest.toString().padStart(places, "0")}`;
}

/** Keeps both ends of a hash or address: "addr1q9…x7k2m4". Text that would hardly get shorter stays whole. */
export function shortenMiddle(text: string, head = 8, tail = 6): string {
  return text.length <= head + tail + 3 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** A number for an axis: "35k", "1.2M". For drawing only; for amounts use {@link formatAda}. */
export function formatCompact(value: number): string {
  const step = [
    { size: 1e9, suffix: "B" },
    { size: 1e6, suffix: "M" },
    { size: 1e3, suffix: "k" },
  ].find(({ size }) => Math.abs(value) >= size);
  const figure = step ? value / step.size : value;
  return `${Number(figure.toPrecision(3))}${step?.suffix ?? ""}`;
}

/** "99.98 %" from 0.9998; cut, not rounded, so that a target just missed is never shown as met. */
export function formatPercent(share: number, places = 2): string {
  const scale = 10 ** places;
  // The share's own decimal digits, not the product's: 0.29 * 100 is 28.999999999999996.
  const percent = Math.trunc(Number((share * 100).toPrecision(12)) * scale) / scale;
  return `${percent < 0 ? MINUS : ""}${Math.abs(percent).toFixed(places)}${NO_BREAK_SPACE}%`;
}

/** "2026-11-28 00:45 UTC", for sentences. */
export function formatMinute(timeMs: number): string {
  return `${new Date(timeMs).toISOString().replace("T", " ").slice(0, 16)} UTC`;
}
