import { describe, expect, it } from "vitest";
import { type Decision, decideEligibility } from "@/server/domain/eligibility/decision";
import type { LineReason } from "@/server/domain/rewards/reward-line";
import { parseRules, type Rules } from "@/server/domain/rules/rules";
import { hashOf, testRulesDocument } from "@/server/testing/domain/fixtures";
import { sayRules } from "./rules";
import { tokenName } from "./token-name";
import { type Assessed, sayVerdict } from "./verdict";

const block = { hash: "b1".repeat(32), height: 4242, slot: 1, timeMs: 1 };
const identity = `key:${hashOf(1)}`;
const evidence = { txHash: "aa".repeat(32), height: 1, timeMs: 1 };

function rulesOf(change: { minimumPlays?: number; windowDays?: number; minimumQuantity?: string }): Rules {
  const document = testRulesDocument();
  const participation = {
    ...(document.participation as object),
    minimumPlays: 1,
    windowDays: null,
    ...pick(change),
  };
  const parsed = parseRules({
    ...document,
    participation,
    holding: { minimumQuantity: change.minimumQuantity ?? "1" },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rules;
}

function pick({ minimumPlays, windowDays }: { minimumPlays?: number; windowDays?: number }) {
  return { ...(minimumPlays ? { minimumPlays } : {}), ...(windowDays ? { windowDays } : {}) };
}

type Given = {
  plays: number;
  inWindow?: number;
  quantity: bigint;
  payout?: bigint;
  carried?: bigint;
  heldBack?: readonly LineReason[];
  rules?: Rules;
};

function view({
  plays,
  inWindow,
  quantity,
  payout = 0n,
  carried = 0n,
  heldBack = [],
  rules = rulesOf({}),
}: Given): Assessed {
  const participation =
    plays === 0
      ? null
      : {
          identity,
          plays,
          playsInWindow: inWindow ?? plays,
          paidLovelace: 1n,
          first: evidence,
          last: evidence,
        };
  const decision: Decision = decideEligibility(
    rules,
    { identity, participation, payableQuantity: quantity, unpayableQuantity: 0n },
    block,
  );
  const { minimumLovelace, minimumPlays, windowDays } = rules.participation;
  const { gameAddress, prizeAsset, holding } = rules;
  return {
    kind: "assessed",
    handle: null,
    address: "addr_test1x",
    status: "provisional",
    dayIndex: 20779,
    intervalMs: 86_400_000,
    dayEndMs: 2,
    block,
    rulesVersion: 1,
    terms: {
      gameAddress,
      prizeAsset,
      minimumLovelace,
      minimumPlays,
      windowDays,
      minimumQuantity: holding.minimumQuantity,
    },
    identity,
    decision,
    plays,
    playedLovelace: 1n,
    played: [],
    held: [],
    heldAddresses: 0,
    notCounted: [],
    notCountedQuantity: 0n,
    uncalculated: null,
    utxos: [],
    expected: {
      earnedLovelace: payout + carried,
      openingLovelace: 0n,
      settledBeforeLovelace: 0n,
      payoutLovelace: payout,
      carriedLovelace: carried,
      minimumPayoutLovelace: carried > 0n && heldBack.length === 0 ? 969_750n : null,
      heldBack,
    },
    history: { entries: [], nextBeforeDay: null, confirmedLovelace: 0n },
  };
}

/** Amounts are set with spaces that do not break. */
function plain(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, " ");
}

describe("sayVerdict", () => {
  it("says the amount, the plays and the tokens in two sentences", () => {
    const words = sayVerdict(view({ plays: 37, quantity: 250n, payout: 12_400_000n }));
    expect(plain(words.title)).toBe("Eligible today: about 12.4 ADA.");
    expect(plain(words.detail)).toBe("You played 37 times and hold 250 SNEK.");
  });

  it("does not promise a payment of less than the minimum", () => {
    const words = sayVerdict(view({ plays: 1, quantity: 1n, carried: 70_001n }));
    expect(plain(words.title)).toBe("Eligible today: about 0.070001 ADA, carried over to your next prize.");
    expect(plain(words.detail)).toContain("minimum payout is 0.969750 ADA");
    expect(words.title).not.toMatch(/get|paid/);
  });

  it("says why an amount above the minimum is held back", () => {
    const held = { plays: 1, quantity: 1n, carried: 70_000_000n };
    const detailOf = (reason: LineReason) => sayVerdict(view({ ...held, heldBack: [reason] })).detail;
    expect(detailOf("over-limit")).toContain("Waits for a later day: there was no room in the payout limits.");
    expect(detailOf("reserved-address")).toContain("the address belongs to the game or to this service.");
    expect(detailOf("over-limit")).not.toContain("minimum payout");
  });

  it("says what is missing first, and what is there", () => {
    expect(sayVerdict(view({ plays: 0, quantity: 500n }))).toMatchObject({
      title: "Not eligible today: you have not played yet.",
      detail: "You have not played, but you hold 500 SNEK.",
    });
    expect(sayVerdict(view({ plays: 2, quantity: 0n }))).toMatchObject({
      title: "Not eligible today: you hold no tokens.",
      detail: "You played 2 times, but you hold no tokens.",
    });
    expect(sayVerdict(view({ plays: 0, quantity: 0n })).detail).toBe("You have not played and hold no tokens.");
  });

  it("mentions what earlier days left, which is paid whether eligible or not", () => {
    const words = sayVerdict(view({ plays: 0, quantity: 0n, payout: 2_000_000n }));
    expect(plain(words.detail)).toContain("About 2.00 ADA carried over from earlier days will still be paid.");
  });

  it("says of what a day that ended settles first that it is settled, and promises it for no other day", () => {
    const waits = { ...view({ plays: 0, quantity: 0n }), uncalculated: { days: 2, firstDay: 7, lastDay: 8 } };
    const words = sayVerdict({ ...waits, expected: { ...waits.expected, settledBeforeLovelace: 2_000_000n } });
    expect(plain(words.detail)).toContain("2.00 ADA owed from earlier days is paid or carried on by day 7");
  });

  it("names the day by number if it does not last 24 hours", () => {
    const short = { ...view({ plays: 1, quantity: 1n, payout: 1_000_000n }), intervalMs: 60_000 };
    expect(plain(sayVerdict(short).title)).toBe("Eligible for day 20779: about 1.00 ADA.");
  });
});

describe("sayRules", () => {
  it("lists what is missing first, once, with how to get it", () => {
    const rules = rulesOf({ minimumPlays: 3, windowDays: 7, minimumQuantity: "100" });
    const words = sayRules(view({ plays: 0, quantity: 40n, rules }));
    expect(words.map(({ rule, passed }) => [rule, passed])).toEqual([
      ["has-played", false],
      ["holds-enough", false],
      ["not-excluded", true],
    ]);
    expect(plain(words[1]?.remedy ?? "")).toContain("Add 60 SNEK");
    expect(words[2]?.remedy).toBeNull();
  });

  it("says how many plays are missing in the window", () => {
    const rules = rulesOf({ minimumPlays: 3, windowDays: 7 });
    const words = sayRules(view({ plays: 9, inWindow: 1, quantity: 40n, rules }));
    expect(words[0]).toMatchObject({
      rule: "enough-plays",
      required: "At least 3 plays",
      seen: "1 play",
    });
    expect(words[0]?.remedy).toMatch(/^Play 2 more times\./);
  });
});

describe("tokenName", () => {
  it("reads plain names, with and without a CIP-67 label, and returns null for others", () => {
    const policy = "ab".repeat(28);
    expect(tokenName(`${policy}504c4159`)).toBe("PLAY");
    expect(tokenName(`${policy}0014df10504c4159`)).toBe("PLAY");
    expect(tokenName(`${policy}ff00`)).toBeNull();
    expect(tokenName(policy)).toBeNull();
  });
});
