import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sum } from "../integers";
import { divideByThreshold, divideWithCap } from "../second-calculation/divide";
import { apportion, apportionCapped, type Share } from "./apportion";

const shares: fc.Arbitrary<Share[]> = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[0-9a-f]{2,4}$/),
    weight: fc.oneof(fc.bigInt(1n, 9n), fc.bigInt(1n, 2n ** 70n)),
  }),
  { selector: (share) => share.key, minLength: 1, maxLength: 12 },
);
const amount = fc.oneof(fc.bigInt(0n, 40n), fc.bigInt(0n, 2n ** 80n));

function byKey(given: readonly Share[], amounts: readonly bigint[]) {
  return new Map(given.map((share, index) => [share.key, amounts[index]]));
}

describe("apportion", () => {
  it("gives out exactly the total, nobody more than one unit from their exact share", () => {
    fc.assert(
      fc.property(amount, shares, (total, given) => {
        const amounts = apportion(total, given);
        const weight = sum(given.map((share) => share.weight));
        expect(sum(amounts)).toBe(total);
        given.forEach((share, index) => {
          const got = amounts[index] ?? -1n;
          expect(got >= 0n).toBe(true);
          const off = got * weight - total * share.weight;
          expect(off < weight && off > -weight).toBe(true);
        });
      }),
    );
  });

  it("does not depend on the order of the shares", () => {
    fc.assert(
      fc.property(amount, shares, (total, given) => {
        const turned = [...given].reverse();
        expect(byKey(turned, apportion(total, turned))).toEqual(byKey(given, apportion(total, given)));
      }),
    );
  });

  it("gives a heavier share never less than a lighter one", () => {
    fc.assert(
      fc.property(amount, shares, (total, given) => {
        const amounts = apportion(total, given);
        for (const [i, a] of given.entries()) {
          for (const [j, b] of given.entries()) {
            if (a.weight > b.weight) expect((amounts[i] ?? 0n) >= (amounts[j] ?? 0n)).toBe(true);
          }
        }
      }),
    );
  });

  it("breaks ties by the lowest key", () => {
    const equal = ["b", "a", "c"].map((key) => ({ key, weight: 1n }));
    expect(apportion(4n, equal)).toEqual([1n, 2n, 1n]);
    expect(apportion(5n, equal)).toEqual([2n, 2n, 1n]);
  });

  it("agrees with the second calculation's own division", () => {
    fc.assert(
      fc.property(amount, shares, (total, given) => {
        const second = divideByThreshold(total, new Map(given.map((share) => [share.key, share.weight])));
        expect(second).toEqual(byKey(given, apportion(total, given)));
      }),
      { numRuns: 400 },
    );
  });

  it("refuses to divide something by nothing, or less than nothing", () => {
    expect(() => apportion(1n, [{ key: "a", weight: 0n }])).toThrow(/all weights are zero/);
    expect(() => apportion(-1n, [{ key: "a", weight: 1n }])).toThrow(/negative/);
    expect(() => apportion(1n, [{ key: "a", weight: -1n }])).toThrow(/negative/);
  });
});

describe("apportionCapped", () => {
  const cap = fc.oneof(fc.bigInt(1n, 30n), fc.bigInt(1n, 2n ** 75n));

  it("never passes the cap, and leaves something only if everyone is at it", () => {
    fc.assert(
      fc.property(amount, shares, cap, (total, given, most) => {
        const { amounts, undistributed } = apportionCapped(total, given, most);
        expect(sum(amounts) + undistributed).toBe(total);
        expect(amounts.every((got) => got >= 0n && got <= most)).toBe(true);
        if (undistributed > 0n) expect(amounts.every((got) => got === most)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("is plain division if nobody reaches the cap", () => {
    fc.assert(
      fc.property(amount, shares, (total, given) => {
        expect(apportionCapped(total, given, total + 1n).amounts).toEqual(apportion(total, given));
      }),
    );
  });

  it("divides what the capped leave among the others", () => {
    const given = [
      { key: "whale", weight: 80n },
      { key: "b", weight: 15n },
      { key: "c", weight: 5n },
    ];
    expect(apportionCapped(100n, given, 40n)).toEqual({ amounts: [40n, 40n, 20n], undistributed: 0n });
    expect(apportionCapped(100n, given, 30n)).toEqual({ amounts: [30n, 30n, 30n], undistributed: 10n });
  });

  it("agrees with the second calculation, which repeats until nobody new is over it", () => {
    fc.assert(
      fc.property(amount, shares, fc.option(cap), (total, given, most) => {
        const second = divideWithCap(total, new Map(given.map((share) => [share.key, share.weight])), most);
        expect(second).toEqual(byKey(given, apportionCapped(total, given, most).amounts));
      }),
      { numRuns: 400 },
    );
  });

  it("leaves everything if there is nobody", () => {
    expect(apportionCapped(7n, [], 3n)).toEqual({ amounts: [], undistributed: 7n });
    expect(apportionCapped(7n, [], null)).toEqual({ amounts: [], undistributed: 7n });
  });
});
