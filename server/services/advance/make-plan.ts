import { measurePay, packBatches } from "@/server/chain/pool/measure-pay";
import { type CommittedBatch, commitBatches } from "@/server/domain/contract/commitment";
import type { Payout } from "@/server/domain/contract/types";
import { planBatches } from "@/server/domain/plan/batches";
import { checkPlan, type PlanFinding } from "@/server/domain/plan/check";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import type { Situation } from "../day/situation";
import { ServiceError } from "../errors";
import type { PoolTerms } from "../pool/spend-terms";

/** A signing deadline to measure with. The real one is set when the plan is proposed. */
const MEASURED_DEADLINE_MS = 24 * 3_600_000;

/** The batches of a day with their findings, or why there are none. */
export type MadePlan =
  | {
      readonly kind: "plan";
      readonly batches: readonly CommittedBatch[];
      readonly findings: readonly PlanFinding[];
    }
  | { readonly kind: "stopped"; readonly reason: string };

/** Cuts the paid lines into batches, each built in full, and checks them against every limit. */
export async function makePlan(
  ownAddress: string,
  calculation: RewardCalculation,
  { pool, rules, now, operations }: Situation,
  terms: PoolTerms,
): Promise<MadePlan> {
  const { settings } = pool;
  const planned = planBatches(calculation.lines, {
    rules,
    maximumOutputs: operations.mostOutputsInBatch,
    poolAddress: terms.script.address,
    reservedAddresses: [ownAddress],
    coinsPerUtxoByte: terms.chain.parameters.coinsPerUtxoByte,
  });
  if (planned.kind === "nothing-payable") return { kind: "plan", batches: [], findings: [] };
  if (planned.kind === "refused") {
    const [first] = planned.refused;
    return {
      kind: "stopped",
      reason: `${first?.address} cannot be paid: ${first?.text} (${planned.refused.length} in all)`,
    };
  }
  const measure = {
    ...terms,
    pool,
    settings,
    deadlineMs: now.timeMs + MEASURED_DEADLINE_MS,
    allowedScripts: rules.allowedScripts,
  };
  const packed = planned.batches.flatMap(({ outputs }) =>
    packBatches(
      measure,
      outputs.map(({ address, lovelace }): Payout => ({ address, lovelace, tokens: 0n })),
    ),
  );
  const batches = commitBatches(packed, settings.prizeAsset);
  const expectedFeesLovelace = packed.map((part) => {
    const measured = measurePay(measure, part);
    if (!measured.fits) throw new ServiceError("unavailable", measured.problems.join("; "));
    return measured.feeLovelace;
  });
  const findings = checkPlan({
    rules,
    lines: calculation.lines,
    batches: batches.map(({ payouts: outputs, total }, index) => ({
      index,
      outputs,
      totalLovelace: total.lovelace,
    })),
    contractDailyLimitLovelace: settings.dailyLimit.lovelace,
    poolLovelace: pool.held.lovelace,
    reserveLovelace: settings.reserveLovelace,
    maximumFeeLovelace: pool.datum.maxFeeLovelace,
    expectedFeesLovelace,
  });
  const failed = findings.filter((finding) => !finding.passed);
  if (failed.length > 0) return { kind: "stopped", reason: failed.map(({ text }) => text).join(" ") };
  return { kind: "plan", batches, findings };
}
