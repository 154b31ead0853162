import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, hashOf, keyAddress, POOL_SCRIPT, testRules } from "@/server/testing/domain/fixtures";
import type { RewardLine } from "../rewards/reward-line";
import { planBatches } from "./batches";
import { checkPlan, type PlanCheckInput } from "./check";

const lines = [10_000_000n, 20_000_000n, 30_000_000n].map(
  (payoutLovelace, index): RewardLine => ({
    address: keyAddress(index + 1),
    identity: `key:${hashOf(index + 1)}`,
    quantity: 1n,
    openingLovelace: 0n,
    earnedLovelace: payoutLovelace,
    payoutLovelace,
    carriedLovelace: 0n,
    reason: "payable",
  }),
);

const rules = testRules({
  perRecipientCapLovelace: 30_000_000n,
  dayLimits: { totalLovelace: 60_000_000n, hourlyLovelace: 30_000_000n },
});
const plan = planBatches(lines, {
  rules,
  maximumOutputs: 2,
  poolScript: POOL_SCRIPT,
  reserved: [],
  coinsPerUtxoByte: COINS_PER_BYTE,
});

const good: PlanCheckInput = {
  rules,
  lines,
  batches: plan.kind === "plan" ? plan.batches : [],
  contractDailyLimitLovelace: 60_000_000n,
  // 60 ADA, (2 batches + 2) x 2 ADA, 5 ADA of reserve
  poolLovelace: 73_000_000n,
  reserveLovelace: 5_000_000n,
  maximumFeeLovelace: 2_000_000n,
  expectedFeesLovelace: [900_000n, 2_000_000n],
};

function failures(change: Partial<PlanCheckInput>): string[] {
  return checkPlan({ ...good, ...change }).flatMap((finding) => (finding.passed ? [] : [finding.check]));
}

function limits(totalLovelace: bigint, hourlyLovelace: bigint | null) {
  return testRules({ dayLimits: { totalLovelace, hourlyLovelace } });
}

describe("checkPlan", () => {
  it("passes a plan that is exactly at every limit", () => {
    const findings = checkPlan(good);
    expect(findings.every((finding) => finding.passed)).toBe(true);
    expect(findings).toHaveLength(7);
  });

  const [first, second] = good.batches;
  const [firstLine, ...otherLines] = lines;
  if (!first || !second || !firstLine) throw new Error("the sample plan has two batches");
  const [output, ...otherOutputs] = first.outputs;
  if (!output) throw new Error("the sample plan pays nobody");

  it.each<[string, Partial<PlanCheckInput>]>([
    ["daily-limit", { rules: limits(59_999_999n, null) }],
    ["daily-limit", { contractDailyLimitLovelace: 59_999_999n }],
    ["hourly-limit", { rules: limits(60_000_000n, 29_999_999n) }],
    ["recipient-cap", { rules: testRules({ perRecipientCapLovelace: 29_999_999n }) }],
    ["pool-covers-plan", { poolLovelace: 72_999_999n }],
    ["fee-sanity", { expectedFeesLovelace: [900_000n, 2_000_001n] }],
    ["fee-sanity", { expectedFeesLovelace: [900_000n, 0n] }],
    ["fee-sanity", { expectedFeesLovelace: [900_000n] }],
    ["recipients-are-owed", { lines: otherLines }],
    ["recipients-are-owed", { lines: [{ ...firstLine, reason: "excluded" }, ...otherLines] }],
    ["recipients-are-owed", { batches: [{ ...first, outputs: otherOutputs }, second] }],
    ["recipients-are-owed", { batches: [{ ...first, outputs: [output, ...first.outputs] }, second] }],
    [
      "recipients-are-owed",
      { batches: [{ ...first, outputs: [{ ...output, lovelace: 1n }, ...otherOutputs] }, second] },
    ],
  ])("fails %s alone", (check, change) => {
    expect(failures(change)).toEqual([check]);
  });

  it("counts the cap by identity, over all addresses", () => {
    const oneOwner = lines.map((line) => ({ ...line, identity: `key:${hashOf(1)}` }));
    expect(failures({ lines: oneOwner })).toEqual(["recipient-cap"]);
  });

  it("bounds the number of batches by what the lines pay, whatever cut them", () => {
    const one = { ...first, outputs: [], totalLovelace: 0n };
    const many = Array.from({ length: 24 }, (_, index) => ({ ...one, index }));
    const findings = checkPlan({ ...good, batches: [...good.batches, ...many], poolLovelace: 200_000_000n });
    expect(findings).toContainEqual({
      check: "batch-count",
      passed: false,
      batches: 26,
      mostBatches: 25,
      mostFeesLovelace: "54000000",
    });
  });

  it("says by how much", () => {
    const findings = checkPlan({
      ...good,
      poolLovelace: 70_000_000n,
      contractDailyLimitLovelace: 50_000_000n,
    });
    expect(findings).toContainEqual({
      check: "pool-covers-plan",
      passed: false,
      heldLovelace: "70000000",
      neededLovelace: "73000000",
    });
    expect(findings).toContainEqual({
      check: "daily-limit",
      passed: false,
      plannedLovelace: "60000000",
      limitLovelace: "50000000",
      limitOf: "contract",
    });
  });
});
