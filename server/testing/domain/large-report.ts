import { makeAddress } from "@/server/domain/cardano/address";
import { commitBatches } from "@/server/domain/contract/commitment";
import type { Payout } from "@/server/domain/contract/types";
import type { ReportInput } from "@/server/domain/report/write-report";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import { COINS_PER_BYTE, key, POOL_TERMS, REPORT_FRAME, snapshotBlock, testRules } from "./fixtures";

const PAID_LOVELACE = 2_000_000n;
const OUTPUTS_IN_BATCH = 100;
/** Stake keys from here on, so that none is one of the fixtures' own. */
const OWNERS = 0x1000000;

/** A day on which so many players earn the same: every line is paid. */
export function largeReportInput(count: number, poolPolicyId = REPORT_FRAME.poolPolicyId): ReportInput {
  const lines = Array.from({ length: count }, (_, index): RewardLine => {
    const payment = { kind: "key", hash: index.toString(16).padStart(12, "0").padEnd(56, "5") } as const;
    return {
      address: makeAddress(0, payment, key(OWNERS + index)),
      identity: `key:${key(OWNERS + index).hash}`,
      quantity: 1_000_000n,
      openingLovelace: 0n,
      earnedLovelace: PAID_LOVELACE,
      payoutLovelace: PAID_LOVELACE,
      carriedLovelace: 0n,
      reason: "payable",
    };
  });
  const potLovelace = BigInt(count) * PAID_LOVELACE;
  const supply = BigInt(count) * 1_000_000n;
  return {
    ...REPORT_FRAME,
    poolPolicyId,
    dayIndex: 20_000,
    block: snapshotBlock(1000),
    rules: testRules({ dayLimits: { totalLovelace: 2n ** 62n, hourlyLovelace: null } }),
    poolTerms: POOL_TERMS,
    coinsPerUtxoByte: COINS_PER_BYTE,
    freePoolLovelace: potLovelace,
    batches: batchesOf(lines),
    calculation: {
      lines,
      refused: [],
      unresolved: [],
      totals: {
        potLovelace,
        awardedLovelace: potLovelace,
        undistributedLovelace: 0n,
        openingLovelace: 0n,
        payoutLovelace: potLovelace,
        carriedLovelace: 0n,
        supply,
        eligibleQuantity: supply,
        refusedQuantity: 0n,
        neverPlayedQuantity: 0n,
        unresolvedQuantity: 0n,
        eligibleIdentities: count,
        neverPlayedIdentities: 0,
        participants: count,
        recipients: count,
      },
    },
  };
}

function batchesOf(lines: readonly RewardLine[]): ReportInput["batches"] {
  const batches: Payout[][] = [];
  for (let at = 0; at < lines.length; at += OUTPUTS_IN_BATCH) {
    const part = lines.slice(at, at + OUTPUTS_IN_BATCH);
    batches.push(part.map(({ address, payoutLovelace: lovelace }) => ({ address, lovelace, tokens: 0n })));
  }
  return commitBatches(batches, null).map(({ payouts, total, commitment }) => ({
    outputs: payouts.length,
    totalLovelace: total.lovelace,
    commitment,
  }));
}
