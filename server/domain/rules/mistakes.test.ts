import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, DAY_MS, testRules } from "@/server/testing/domain/fixtures";
import { sayRulesMistake } from "@/server/words/rules-mistake";
import { findRulesMistakes, type RulesWorld } from "./mistakes";
import type { Rules } from "./rules";

const WORLD: RulesWorld = {
  networkId: 0,
  intervalMs: DAY_MS,
  dailyLimitLovelace: 500_000_000n,
  coinsPerUtxoByte: COINS_PER_BYTE,
  supply: 1_000n,
};
const limits = { totalLovelace: 1_000_000_000n, hourlyLovelace: null };

/** What is wrong with the test's rules, changed, in words. */
function wrongWith(change: Partial<Rules>, world: Partial<RulesWorld> = {}): string[] {
  return findRulesMistakes(testRules(change), { ...WORLD, ...world })
    .map(sayRulesMistake)
    .map(({ field, problem }) => `${field} ${problem}`.replace(/[\u202f\u00a0]/g, " "));
}

describe("rules that cannot work", () => {
  it("are none of the test's", () => expect(wrongWith({})).toEqual([]));

  it.each<[string, Partial<Rules>, RegExp, Partial<RulesWorld>?]>([
    ["a cap below the minimum", { perRecipientCapLovelace: 969_749n }, /^perRecipientCap.* 0\.969749 ADA;.* 0\.969750/],
    ["a limit for the day below the minimum", { dayLimits: { ...limits, totalLovelace: 5n } }, /^dayLimits\.total/],
    ["an hour's limit below the minimum", { dayLimits: { ...limits, hourlyLovelace: 5n } }, /^dayLimits\.hourly/],
    ["a pot below the minimum", { pot: { kind: "fixed", lovelace: 5n } }, /^pot\.lovelace is 0\.000005 ADA/],
    [
      "a pot over the rules' limit",
      { dayLimits: { ...limits, totalLovelace: 99_000_000n } },
      /^pot\.lovelace is 100\.00 ADA, over the rules' own limit for a day, 99\.00 ADA$/,
    ],
    [
      "a pot over the contract's limit",
      { pot: { kind: "fixed", lovelace: 500_000_001n } },
      /over the contract's limit for a day, 500\.00 ADA$/,
    ],
    [
      "a pot that takes longer than a day to pay",
      { dayLimits: { ...limits, hourlyLovelace: 4_000_000n } },
      /^dayLimits\.hourlyLovelace lets 96\.00 ADA be paid .* pot of 100\.00 ADA/,
    ],
    [
      "more tokens than there are",
      { holding: { minimumQuantity: 1_001n } },
      /^holding\.minimumQuantity .* 1 000 tokens/,
    ],
    ["a token that the chain does not know", {}, /^prizeAsset is unknown/, { supply: null }],
    ["a game of another network", {}, /^gameAddress belongs to another network/, { networkId: 1 }],
  ])("%s", (_what, change, words, world) => {
    const wrong = wrongWith(change, world);
    expect(
      wrong.some((text) => words.test(text)),
      wrong.join("\n"),
    ).toBe(true);
  });

  it("are not those at the limits themselves", () => {
    expect(wrongWith({ perRecipientCapLovelace: 969_750n })).toEqual([]);
    expect(wrongWith({ pot: { kind: "fixed", lovelace: 500_000_000n } })).toEqual([]);
    expect(wrongWith({ holding: { minimumQuantity: 1_000n } })).toEqual([]);
    const hourlyLovelace = 25_000_000n;
    expect(
      wrongWith({ dayLimits: { totalLovelace: 100_000_000n, hourlyLovelace } }, { intervalMs: 4 * 3_600_000 }),
    ).toEqual([]);
  });

  it("a share of the pool has no amount to compare", () => {
    expect(wrongWith({ pot: { kind: "share-of-pool", basisPoints: 10_000 } }, { dailyLimitLovelace: 1n })).toEqual([]);
  });
});
