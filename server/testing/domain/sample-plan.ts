import { commitBatches } from "@/server/domain/contract/commitment";
import { planBatches } from "@/server/domain/plan/batches";
import type { PlanBinding } from "@/server/domain/ports";
import { buildReport } from "@/server/domain/report/report";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { Lovelace } from "@/server/domain/units";
import { COINS_PER_BYTE, hashOf, keyAddress, POOL_SCRIPT, snapshotBlock, testRules } from "./fixtures";
import { playedOnce, snapshotOf } from "./random-snapshot";

export const SAMPLE_BINDING: PlanBinding = {
  network: "devnet",
  policyId: hashOf(5),
  nonce: 0,
  previousPlan: "00".repeat(32),
  previousLeft: "",
  prizeAsset: null,
  deadlineMs: 1_795_464_000_000,
};

/** A whole report with real commitments: three players, two batches. */
export function sampleReport(potLovelace: Lovelace = 90_000_000n): { text: string; hash: string } {
  const rules = testRules();
  const holdings = [1, 3, 5].map((seed) => ({ address: keyAddress(seed, seed + 1), quantity: BigInt(seed) }));
  const snapshot = snapshotOf(holdings, playedOnce(2, 4, 6));
  const coinsPerUtxoByte = COINS_PER_BYTE;
  const calculation = calculateRewards({ snapshot, rules, potLovelace, opening: [], coinsPerUtxoByte });
  const settings = {
    rules,
    maximumOutputs: 2,
    poolScript: POOL_SCRIPT,
    reservedAddresses: [],
    coinsPerUtxoByte,
  };
  const plan = planBatches(calculation.lines, settings);
  if (plan.kind !== "plan") throw new Error("the sample pays nobody");
  const payouts = plan.batches.map(({ outputs }) => outputs.map((output) => ({ ...output, tokens: 0n })));
  const { text, contentHash } = buildReport({
    network: { magic: 42, systemStartMs: 0 },
    poolPolicyId: SAMPLE_BINDING.policyId,
    dayIndex: snapshot.dayIndex,
    intervalMs: 86_400_000,
    previous: { kind: "checkpoint", name: "first day" },
    block: snapshotBlock(1000),
    sources: ["devnet"],
    singleSourceAcceptedBy: null,
    rules,
    coinsPerUtxoByte,
    freePoolLovelace: potLovelace,
    opening: [],
    calculation,
    batches: commitBatches(payouts, null).map(({ payouts: outputs, total, commitment }) => ({
      outputs: outputs.length,
      totalLovelace: total.lovelace,
      commitment,
    })),
  });
  return { text, hash: contentHash };
}
