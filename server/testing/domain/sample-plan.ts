import { makeAddress } from "@/server/domain/cardano/address";
import type { PlanBinding } from "@/server/domain/ports";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { Hex, Lovelace } from "@/server/domain/units";
import { COINS_PER_BYTE, hashOf, key, POOL_TERMS, REPORT_FRAME, snapshotBlock, testRules } from "./fixtures";
import { playedOnce, snapshotOf } from "./random-snapshot";
import { batchesFor, type CollectedReport, collectReport } from "./written-report";

export const SAMPLE_BINDING: PlanBinding = {
  network: "devnet",
  policyId: hashOf(0x900),
  nonce: 0,
  previousPlan: "00".repeat(32),
  previousLeft: "",
  prizeAsset: null,
  deadlineMs: 1_795_464_000_000,
};

/** A whole report with real commitments: three players, two batches. `first` is the first player's payment key. */
export function sampleReport(potLovelace: Lovelace = 90_000_000n, first: Hex = hashOf(1)): CollectedReport {
  const rules = testRules();
  const holdings = [first, hashOf(3), hashOf(5)].map((hash, at) => ({
    address: makeAddress(0, { kind: "key", hash }, key(2 * at + 2)),
    quantity: BigInt(2 * at + 1),
  }));
  const snapshot = snapshotOf(holdings, playedOnce(2, 4, 6));
  const coinsPerUtxoByte = COINS_PER_BYTE;
  const poolTerms = { ...POOL_TERMS, reserved: [SAMPLE_BINDING.policyId] };
  const calculation = calculateRewards({
    snapshot,
    rules,
    potLovelace,
    opening: [],
    open: [],
    isClosed: false,
    poolTerms,
    coinsPerUtxoByte,
  });
  const batches = batchesFor({ calculation, rules, poolTerms, coinsPerUtxoByte });
  if (batches.length === 0) throw new Error("the sample pays nobody");
  return collectReport({
    ...REPORT_FRAME,
    poolPolicyId: SAMPLE_BINDING.policyId,
    dayIndex: snapshot.dayIndex,
    block: snapshotBlock(1000),
    rules,
    poolTerms,
    coinsPerUtxoByte,
    freePoolLovelace: potLovelace,
    calculation,
    batches,
  });
}
