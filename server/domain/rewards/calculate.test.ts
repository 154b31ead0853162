import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COINS_PER_BYTE,
  GAME_ADDRESS,
  hashOf,
  key,
  keyAddress,
  POOL_TERMS,
  script,
  testRules,
} from "@/server/testing/domain/fixtures";
import { anyPoolTerms, anyRules } from "@/server/testing/domain/random-rules";
import { anyOpening, anySnapshot, playedOnce, snapshotOf } from "@/server/testing/domain/random-snapshot";
import { calculateWith as calculate, lineOf } from "@/server/testing/domain/small-day";
import { addressKey, makeAddress } from "../cardano/address";
import { sum } from "../integers";
import { InvariantError } from "../invariant";
import { calculateRewards } from "./calculate";
import { potLovelaceOf } from "./pot";
import type { RewardInput } from "./snapshot";

const anyInput: fc.Arbitrary<RewardInput> = fc
  .tuple(anySnapshot, anyRules, anyPoolTerms, fc.tuple(anyOpening, anyOpening), fc.bigInt(0n, 2n ** 63n), fc.boolean())
  .map(([snapshot, rules, poolTerms, [opening, open], free, isClosed]) => {
    const potLovelace = potLovelaceOf(rules, free);
    return { snapshot, rules, potLovelace, opening, open, poolTerms, isClosed, coinsPerUtxoByte: COINS_PER_BYTE };
  });

describe("calculateRewards on any snapshot", () => {
  it("gives out every lovelace once, accounts for every token, and never splits or goes below zero", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { lines, totals, refused, unresolved } = calculateRewards(input);
        const added = (field: "earnedLovelace" | "openingLovelace" | "payoutLovelace" | "carriedLovelace") =>
          sum(lines.map((line) => line[field]));
        expect(added("earnedLovelace") + totals.undistributedLovelace).toBe(input.potLovelace);
        const owed = [...input.opening, ...(totals.payoutLovelace > 0n ? input.open : [])];
        expect(added("openingLovelace")).toBe(sum(owed.map((row) => row.lovelace)));
        expect(added("payoutLovelace") + added("carriedLovelace")).toBe(
          added("earnedLovelace") + added("openingLovelace"),
        );
        expect(lines.every((line) => line.earnedLovelace >= 0n && line.payoutLovelace >= 0n)).toBe(true);
        const quantities = [lines, refused, unresolved].map((rows) => sum(rows.map((row) => row.quantity)));
        expect(sum(quantities) + totals.neverPlayedQuantity).toBe(input.snapshot.supply);
        const keys = lines.map((line) => addressKey(line.address));
        expect(keys).toEqual([...new Set(keys)].sort());
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order of anything", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { snapshot, opening } = input;
        const turned = {
          ...input,
          opening: [...opening].reverse(),
          snapshot: {
            ...snapshot,
            holdings: [...snapshot.holdings].reverse(),
            participation: [...snapshot.participation].reverse(),
          },
        };
        expect(calculateRewards(turned)).toEqual(calculateRewards(input));
      }),
    );
  });

  it("gives no gain for moving tokens among one's own addresses", () => {
    const split = fc.tuple(anyInput, fc.bigInt(1n, 2n ** 60n), fc.bigInt(1n, 2n ** 60n), fc.nat(1));
    fc.assert(
      fc.property(split, ([input, here, there, shape]) => {
        const own = [keyAddress(31, 9), keyAddress(32, 9)] as const;
        const withOwn = (holdings: [string, bigint][]) => {
          const all = [...input.snapshot.holdings, ...holdings.map(([address, quantity]) => ({ address, quantity }))];
          const snapshot = snapshotOf(all, [...input.snapshot.participation, ...playedOnce(9)]);
          const { lines } = calculateRewards({ ...input, snapshot });
          return sum(lines.flatMap((line) => (line.identity === `key:${hashOf(9)}` ? [line.earnedLovelace] : [])));
        };
        const together = withOwn([[own[shape === 0 ? 0 : 1], here + there]]);
        expect(
          withOwn([
            [own[0], here],
            [own[1], there],
          ]),
        ).toBe(together);
      }),
    );
  });
});

describe("a stranger's payment key on a player's stake key", () => {
  const player = keyAddress(1, 2);
  const stranger = keyAddress(66, 2);

  it("gets nothing without tokens, whoever is seen playing: money follows tokens", () => {
    const { lines } = calculate([[player, 1000n]], [2]);
    expect(lines.map((line) => [line.address, line.payoutLovelace])).toEqual([[player, 100_000_000n]]);
    expect(lineOf(lines, stranger)).toBeUndefined();
  });

  it("gets for its own tokens no more than it would get as a player of its own", () => {
    const other = keyAddress(7, 8);
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 9n), fc.bigInt(1n, 10n ** 9n), (own, his, others) => {
        const joined = calculate(
          [
            [player, own],
            [stranger, his],
            [other, others],
          ],
          [2, 8],
        ).lines;
        const honest = calculate(
          [
            [player, own],
            [keyAddress(66), his],
            [other, others],
          ],
          [2, 8, 66],
        ).lines;
        const his1 = lineOf(joined, stranger)?.earnedLovelace ?? 0n;
        const his2 = lineOf(honest, keyAddress(66))?.earnedLovelace ?? 0n;
        const player1 = lineOf(joined, player)?.earnedLovelace ?? 0n;
        const player2 = lineOf(honest, player)?.earnedLovelace ?? 0n;
        // Two roundings of at most one lovelace each.
        for (const [a, b] of [[his1, his2] as const, [player1, player2] as const]) {
          expect(a - b <= 2n && b - a <= 2n).toBe(true);
        }
      }),
    );
  });
});

describe("what must not be paid is held back, and the day goes on", () => {
  const [ann, ben] = [keyAddress(1, 2), keyAddress(3, 4)];

  it.each([
    ["our key's enterprise address", keyAddress(90), 90],
    ["our payment key with somebody's stake key", keyAddress(90, 2), 2],
    ["our key as the owner", keyAddress(3, 90), 90],
    ["our script, allowed by mistake", makeAddress(0, script(90), key(2)), 2],
  ])("%s", (_, address, player) => {
    const rules = testRules({ allowedScripts: [hashOf(90)] });
    const poolTerms = { ...POOL_TERMS, reserved: [hashOf(90)] };
    const holdings: [string, bigint][] = [
      [address, 1n],
      [keyAddress(5, 6), 1n],
    ];
    const { lines, totals } = calculate(holdings, [player, 6], { rules, poolTerms });
    expect(lineOf(lines, address)).toMatchObject({ reason: "reserved-address", carriedLovelace: 50_000_000n });
    expect(totals).toMatchObject({ payoutLovelace: 50_000_000n, carriedLovelace: 50_000_000n, recipients: 1 });
    const opening = [{ address, lovelace: 50_000_000n }];
    const later = calculate([], [], { opening, rules });
    expect(lineOf(later.lines, address)).toMatchObject({ reason: "payable", payoutLovelace: 50_000_000n });
  });

  it("the game's own address, where its script is allowed", () => {
    const rules = testRules({ allowedScripts: [hashOf(0x9a3e)] });
    const game = makeAddress(0, script(0x9a3e), key(2));
    expect(lineOf(calculate([[game, 1n]], [2], { rules }).lines, game)).toMatchObject({ reason: "reserved-address" });
    expect(calculate([[GAME_ADDRESS, 1n]], [2], { rules }).unresolved).toHaveLength(1);
  });

  it("an amount above the hour's limit, but not one that is exactly at it", () => {
    const rules = (hourlyLovelace: bigint) => testRules({ dayLimits: { totalLovelace: 100_000_000n, hourlyLovelace } });
    const at = calculate([[ann, 1n]], [2], { rules: rules(100_000_000n) });
    expect(lineOf(at.lines, ann)).toMatchObject({ reason: "payable" });
    const above = calculate([[ann, 1n]], [2], { rules: rules(99_999_999n) });
    expect(lineOf(above.lines, ann)).toMatchObject({ reason: "over-limit", carriedLovelace: 100_000_000n });
  });

  it("what the day's limit has no room for: many small amounts never keep a larger one waiting", () => {
    const poolTerms = { ...POOL_TERMS, dailyLimitLovelace: 100_000_000n };
    // Each was carried while it was below the minimum; now all become payable at once.
    const dust = Array.from({ length: 60 }, (_, at) => keyAddress(100 + at, 7));
    const opening = dust.map((address) => ({ address, lovelace: 1_000_000n }));
    const holdings: [string, bigint][] = [
      [ann, 1n],
      [ben, 1n],
    ];
    const { lines, totals } = calculate(holdings, [2, 4], { opening, poolTerms, potLovelace: 95_000_000n });
    expect([ann, ben].map((address) => lineOf(lines, address)?.payoutLovelace)).toEqual([47_500_000n, 47_500_000n]);
    expect(lines.filter(({ reason }) => reason === "over-limit")).toHaveLength(55);
    expect(totals).toMatchObject({ payoutLovelace: 100_000_000n, carriedLovelace: 55_000_000n });
  });

  it("one that does not fit leaves room for smaller ones, and comes first when it has grown", () => {
    const poolTerms = { ...POOL_TERMS, dailyLimitLovelace: 70_000_000n };
    const holdings: [string, bigint][] = [
      [ann, 60n],
      [ben, 40n],
    ];
    const first = calculate(holdings, [2, 4], { poolTerms });
    expect(lineOf(first.lines, ben)).toMatchObject({ reason: "over-limit", carriedLovelace: 40_000_000n });
    const opening = [{ address: ben, lovelace: 40_000_000n }];
    const second = calculate(holdings, [2, 4], { poolTerms, opening, potLovelace: 50_000_000n });
    expect(lineOf(second.lines, ben)).toMatchObject({ reason: "payable", payoutLovelace: 60_000_000n });
    expect(lineOf(second.lines, ann)).toMatchObject({ reason: "over-limit" });
  });
});

describe("broken inputs stop the day", () => {
  const holdings = [{ address: keyAddress(1, 2), quantity: 5n }];
  const snapshot = { ...snapshotOf(holdings, playedOnce(2)), supply: 6n };
  const opening = [{ address: keyAddress(1, 2), lovelace: 5n }];

  it.each([
    ["tokens that do not sum to the supply", { snapshot }],
    ["an opening balance listed twice", { opening: [...opening, ...opening] }],
    ["an opening balance of nothing", { opening: [{ address: keyAddress(1, 2), lovelace: 0n }] }],
    ["participation listed twice", { snapshot: snapshotOf(holdings, playedOnce(2, 2)) }],
  ])("%s", (_, change: Partial<RewardInput>) => {
    expect(() => calculate([[keyAddress(1, 2), 5n]], [2], change)).toThrow(InvariantError);
  });
});
