import { judgeSample } from "@/server/chain/pool/judge-sample";
import { type PackedBatch, packBatches } from "@/server/chain/pool/pack-batches";
import { BuildError } from "@/server/chain/transaction/build-error";
import { type CommittedBatch, commitBatches } from "@/server/domain/contract/commitment";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { planBatches } from "@/server/domain/plan/batches";
import { checkPlan } from "@/server/domain/plan/check";
import type { PlanFinding } from "@/server/domain/plan/findings";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import type { Hex } from "@/server/domain/units";
import type { Situation } from "../../day/situation";
import type { SpendBasis } from "../../pool/spend-basis";

/** A signing deadline to measure with. The real one is set when the plan is proposed. */
const MEASURED_DEADLINE_MS = 24 * 3_600_000;

/** The batches of a day with their findings, or why there are none. */
export type MadePlan =
  | {
      readonly kind: "plan";
      readonly batches: readonly CommittedBatch[];
      readonly findings: readonly PlanFinding[];
    }
  | { readonly kind: "stopped"; readonly reason: StopReason };

/** Cuts the paid lines into batches, each built in full, and checks them against every limit. */
export async function makePlan(
  reserved: readonly Hex[],
  calculation: RewardCalculation,
  { pool, rules, now, operations }: Situation,
  terms: SpendBasis,
): Promise<MadePlan> {
  const { settings } = pool;
  const planned = planBatches(calculation.lines, {
    rules,
    maximumOutputs: operations.mostOutputsInBatch,
    poolScript: terms.script.hash,
    reserved,
    coinsPerUtxoByte: terms.chain.parameters.coinsPerUtxoByte,
  });
  if (planned.kind === "nothing-payable") return { kind: "plan", batches: [], findings: [] };
  if (planned.kind === "refused") {
    const [{ address, lovelace, reason }] = planned.refused;
    const refused = planned.refused.length;
    const why = { kind: "unpayable-recipient", address, lovelace: `${lovelace}`, reason, refused } as const;
    return { kind: "stopped", reason: why };
  }
  const measure = {
    ...terms,
    pool,
    settings,
    deadlineMs: now.timeMs + MEASURED_DEADLINE_MS,
    allowedScripts: rules.allowedScripts,
  };
  const packed: PackedBatch[] = [];
  try {
    for (const { outputs } of planned.batches) packed.push(...(await packBatches(measure, outputs)));
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    return { kind: "stopped", reason: { kind: "cannot-build", batchNo: null, problem: error.problem } };
  }
  const batches = commitBatches(
    packed.map(({ payouts }) => payouts),
    settings.prizeAsset,
  );
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
    expectedFeesLovelace: packed.map(({ feeLovelace }) => feeLovelace),
  });
  const refused = await judgeSample(
    measure,
    packed.map(({ payouts }) => payouts),
  );
  if (refused) return { kind: "stopped", reason: { kind: "machines-differ", ...refused } };
  const failed = findings.filter((finding) => !finding.passed);
  if (failed.length > 0) return { kind: "stopped", reason: { kind: "plan-checks", failed } };
  return { kind: "plan", batches, findings };
}
