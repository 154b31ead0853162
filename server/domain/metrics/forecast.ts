import { sum } from "../integers";
import { potLovelaceOf } from "../rewards/pot";
import type { Rules } from "../rules/rules";
import type { Lovelace } from "../units";

/** A pool that lasts for fewer days is low: time enough to collect signatures for a deposit. */
export const FEW_DAYS = 7n;
/** What a forecast learns from, and how far it looks. */
export const LEARNT_DAYS = 14;
export const FORECAST_DAYS = 30;
/** So many standard deviations to each side hold 95 of 100. */
const DEVIATIONS = 2;

/** What a paid day took out of the pool. */
export type DaySpent = { readonly prizes: Lovelace; readonly fees: Lovelace };

export type Runway = {
  readonly rules: Rules;
  /** What the pool has for pots: less its reserve, what is owed, and fees set aside. */
  readonly free: Lovelace;
  /** A day's, as the mean of the last ones; before the first, the highest of one transaction. */
  readonly fees: Lovelace;
  /** How much a day differs from the mean of the last ones: their standard deviation. */
  readonly spread: Lovelace;
};

export type Forecast = {
  readonly pot: Lovelace;
  /** Pot and fees of a day. */
  readonly day: Lovelace;
  /** Whole days of the present pot and fees; null where the pot is a share of what the pool has. */
  readonly days: bigint | null;
};

/** If every day has the pot that the rules would give now, and the mean fees. */
export function forecastOf({ rules, free, fees }: Pick<Runway, "rules" | "free" | "fees">): Forecast {
  const pot = potLovelaceOf(rules, free);
  const day = pot + fees;
  return { pot, day, days: rules.pot.kind === "share-of-pool" && free > 0n ? null : free / (day || 1n) };
}

/**
 * What the last days say of the next: the mean of their fees, rounded up, and how much they spread. A fixed pot's
 * prizes vary by what is carried; of a pot that is a share of the pool, prizes follow from the pool, and fees vary.
 */
export function learnFrom(days: readonly DaySpent[], rules: Rules): Pick<Runway, "fees" | "spread"> | null {
  if (days.length === 0) return null;
  const count = BigInt(days.length);
  const fees = (sum(days.map((day) => day.fees)) + count - 1n) / count;
  const spent = days.map((day) => Number(rules.pot.kind === "fixed" ? day.prizes + day.fees : day.fees));
  const mean = spent.reduce((left, right) => left + right) / spent.length;
  const variance = spent.reduce((total, each) => total + (each - mean) ** 2, 0) / spent.length;
  return { fees, spread: BigInt(Math.round(Math.sqrt(variance))) };
}

/** What the pool has free after so many days. */
export type ForecastPoint = {
  readonly day: number;
  readonly low: Lovelace;
  readonly likely: Lovelace;
  readonly high: Lovelace;
};

export type Projection = {
  readonly points: readonly ForecastPoint[];
  /** The first day that the pool cannot pay any more; null where that is beyond the forecast. */
  readonly emptyOn: { readonly soonest: number | null; readonly likely: number | null };
};

/** Without deposits. Days vary independently, so what they add up to spreads with the root of their number. */
export function projectPool(runway: Runway, days = FORECAST_DAYS): Projection {
  const likely = runDays(runway, days);
  const points = likely.map(({ free }, index): ForecastPoint => {
    const spread = BigInt(Math.round(DEVIATIONS * Number(runway.spread) * Math.sqrt(index + 1)));
    return { day: index + 1, low: atLeastNone(free - spread), likely: free, high: free + spread };
  });
  const cannotPay = (of: (point: ForecastPoint) => Lovelace) => (point: ForecastPoint, index: number) => {
    const before = index === 0 ? runway.free : of(points[index - 1] ?? point);
    return before < forecastOf({ ...runway, free: before }).day;
  };
  const dayOf = (index: number) => (index < 0 ? null : index + 1);
  return {
    points,
    emptyOn: {
      soonest: dayOf(points.findIndex(cannotPay(({ low }) => low))),
      likely: dayOf(points.findIndex(cannotPay(({ likely: free }) => free))),
    },
  };
}

/** A day that the pool cannot pay in full is not paid: what is free stays. */
function runDays(runway: Runway, days: number): { readonly free: Lovelace }[] {
  let { free } = runway;
  return Array.from({ length: days }, () => {
    const { day } = forecastOf({ ...runway, free });
    if (day <= free) free -= day;
    return { free };
  });
}

const atLeastNone = (lovelace: Lovelace) => (lovelace > 0n ? lovelace : 0n);
