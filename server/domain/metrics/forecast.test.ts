import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rules } from "../rules/rules";
import { FORECAST_DAYS, forecastOf, learnFrom, projectPool, type Runway } from "./forecast";

const ADA = 1_000_000n;
/** Only the pot decides here. */
const withPot = (pot: Rules["pot"]) => ({ pot }) as Rules;
const fixed = withPot({ kind: "fixed", lovelace: 100n * ADA });
const share = withPot({ kind: "share-of-pool", basisPoints: 1_000 });
const runway = (change: Partial<Runway> = {}): Runway => ({
  rules: fixed,
  free: 1_000n * ADA,
  fees: ADA,
  spread: 0n,
  ...change,
});

describe("what the last days teach", () => {
  test("nothing without a day", () => expect(learnFrom([], fixed)).toBeNull());
  test("mean fees, rounded up, and the spread of what a day took", () => {
    const days = [
      { prizes: 90n * ADA, fees: 10n },
      { prizes: 110n * ADA, fees: 11n },
    ];
    expect(learnFrom(days, fixed)).toEqual({ fees: 11n, spread: 10n * ADA + 1n });
    expect(learnFrom(days, share)).toEqual({ fees: 11n, spread: 1n });
  });
});

describe("a fixed pot", () => {
  test("takes the same each day, until the pool cannot pay one more", () => {
    const { points, emptyOn } = projectPool(runway());
    expect(points).toHaveLength(FORECAST_DAYS);
    expect(points[0]).toEqual({ day: 1, low: 899n * ADA, likely: 899n * ADA, high: 899n * ADA });
    expect(emptyOn).toEqual({ soonest: 10, likely: 10 });
    expect(points[29]?.likely).toBe(91n * ADA);
    expect(forecastOf(runway()).days).toBe(9n);
  });
  test("is empty sooner if days spread, and never below nothing", () => {
    const { points, emptyOn } = projectPool(runway({ spread: 50n * ADA }));
    expect(points[3]).toEqual({ day: 4, low: 396n * ADA, likely: 596n * ADA, high: 796n * ADA });
    expect(emptyOn).toEqual({ soonest: 8, likely: 10 });
    expect(points.every(({ low }) => low >= 0n)).toBe(true);
  });
  test("of a pool that lasts is not empty within the forecast; of an empty one it is on the first day", () => {
    expect(projectPool(runway({ free: 101n * ADA * 30n })).emptyOn).toEqual({ soonest: null, likely: null });
    expect(projectPool(runway({ free: 100n * ADA })).emptyOn).toEqual({ soonest: 1, likely: 1 });
  });
});

test("a share of the pool becomes smaller with it, and the pool lasts", () => {
  const { points, emptyOn } = projectPool(runway({ rules: share }));
  expect(points[0]?.likely).toBe(899n * ADA);
  expect(points[1]?.likely).toBe((899n * ADA * 9n) / 10n - ADA);
  expect(emptyOn.likely).toBeNull();
  expect(projectPool(runway({ rules: share, free: 0n })).emptyOn.likely).toBe(1);
});

test("the day on which a fixed pot cannot be paid is one after the days it lasts", () => {
  const amount = fc.bigInt({ min: 0n, max: 10_000n * ADA });
  fc.assert(
    fc.property(amount, fc.bigInt({ min: 1n, max: 20n * ADA }), (free, fees) => {
      const given = runway({ free, fees });
      const days = forecastOf(given).days ?? 0n;
      const expected = days < BigInt(FORECAST_DAYS) ? Number(days) + 1 : null;
      expect(projectPool(given).emptyOn.likely).toBe(expected);
    }),
  );
});
