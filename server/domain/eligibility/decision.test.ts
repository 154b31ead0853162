import { describe, expect, it } from "vitest";
import {
  BYRON_ADDRESS,
  hashOf,
  key,
  keyAddress,
  script,
  snapshotBlock,
  testRules,
} from "@/server/testing/domain/fixtures";
import { playedOnce } from "@/server/testing/domain/random-snapshot";
import { makeAddress } from "../cardano/address";
import type { Participation } from "../participation/tally";
import { assessIdentity, readAskedAddress } from "./assess";
import { decideEligibility, type EligibilityFacts } from "./decision";

const identity = `key:${hashOf(2)}`;
const block = snapshotBlock(1000);
const [played] = playedOnce(2);
const base = testRules();
const rules = testRules({
  participation: { ...base.participation, windowDays: 7, minimumPlays: 2 },
  holding: { minimumQuantity: 10n },
});

function participation(plays: number, playsInWindow: number): Participation | null {
  return played ? { ...played, plays, playsInWindow } : null;
}

function decide(facts: Partial<EligibilityFacts>, using = rules) {
  const all = {
    identity,
    participation: participation(5, 5),
    payableQuantity: 10n,
    unpayableQuantity: 0n,
    ...facts,
  };
  return decideEligibility(using, all, block);
}

describe("decideEligibility", () => {
  it.each([
    ["eligible", {}],
    ["never-played", { participation: null }],
    ["played-outside-window", { participation: participation(5, 0) }],
    ["too-few-plays", { participation: participation(5, 1) }],
    ["holds-none", { payableQuantity: 0n }],
    ["holds-too-little", { payableQuantity: 9n }],
    ["script-held", { payableQuantity: 0n, unpayableQuantity: 50n }],
  ] as const)("%s", (code, facts) => {
    const decision = decide(facts);
    expect(decision).toMatchObject({ code, eligible: code === "eligible" });
  });

  it("excludes before anything else", () => {
    const excluding = testRules({ excluded: { addresses: [], identities: [identity] } });
    expect(decide({ participation: null }, excluding).code).toBe("excluded");
  });

  it("shows every rule with what is required, what was observed, and the block, even after one failed", () => {
    const { checks } = decide({ participation: participation(1, 1), payableQuantity: 3n });
    expect(checks.map(({ rule, passed, required, observed }) => [rule, passed, required, observed])).toEqual([
      ["not-excluded", true, "not on the exclusion list", "not on the list"],
      ["has-played", true, "1", "1"],
      ["played-in-window", true, "1 in the last 7 days", "1"],
      ["enough-plays", false, "2", "1"],
      ["holds", true, "1", "3"],
      ["holds-enough", false, "10", "3"],
    ]);
    expect(checks.every((check) => check.block === block)).toBe(true);
    expect(checks[1]?.evidence).toHaveLength(2);
  });
});

describe("assessIdentity", () => {
  it("counts tokens at payable addresses, and names those that do not count", () => {
    const dex = makeAddress(0, script(9), key(2));
    const holdings = [
      { address: keyAddress(1, 2), quantity: 4n },
      { address: keyAddress(3, 2), quantity: 7n },
      { address: keyAddress(1, 2), quantity: 1n },
      { address: dex, quantity: 100n },
      { address: keyAddress(1, 8), quantity: 1000n },
    ];
    const { decision, unresolved } = assessIdentity(
      rules,
      { identity, participation: participation(2, 2), holdings },
      block,
    );
    expect(decision).toMatchObject({ code: "eligible", quantity: 12n });
    expect(unresolved).toEqual([{ address: dex, identity, quantity: 100n, reason: "script" }]);
  });
});

describe("readAskedAddress", () => {
  it("finds the owner of a payment or a stake address", () => {
    for (const address of [keyAddress(1, 2), makeAddress(0, null, key(2)), makeAddress(0, script(1), key(2))]) {
      expect(readAskedAddress(rules, address)).toEqual({ kind: "identity", identity });
    }
  });

  it("says why there is no owner", () => {
    expect(readAskedAddress(rules, BYRON_ADDRESS)).toMatchObject({ kind: "unpayable", reason: "byron" });
    expect(readAskedAddress(rules, makeAddress(0, script(1), null))).toMatchObject({
      reason: "script-identity",
    });
    const other = readAskedAddress(rules, keyAddress(1, 2, 1));
    expect(other).toMatchObject({ kind: "problem" });
    expect("text" in other && other.text).toMatch(/belongs to mainnet, but the game runs on a test network/);
    expect(readAskedAddress(rules, "hello")).toMatchObject({ kind: "problem" });
  });
});
