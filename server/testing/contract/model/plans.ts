import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { commitBatches } from "@/server/domain/contract/commitment";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import type { Payout } from "@/server/domain/contract/types";
import { signRaw } from "../keys";
import { ORACLE, PRIZE_ASSET, STRANGER } from "../pool-terms";
import { FEE, type MakeAttempt } from "./attempt";
import { datumOf, isPaying, leftOf, owedOf, type PoolModel, without } from "./pool-model";
import { approve, isGood, type Quality } from "./signatures";

/* What opens, pays and ends a plan. */

const HOUR_MS = 3_600_000;

export type PlanTerms = {
  readonly batches: readonly (readonly Payout[])[];
  readonly quality: Quality;
  /** Counted from the last day that is over. */
  readonly dayOffset: number;
  readonly windowMs: number;
  readonly defect: "none" | "oracle" | "operator" | "settings" | "limit" | "fee" | "digest" | "bounds";
};

/**
 * The plan's digest is bound to these, so that a signature for another past is none. Who signs while a plan is being
 * paid signs for its being paid to the end.
 */
function isSamePast(now: PoolModel, signed: PoolModel): boolean {
  const left = isPaying(signed) ? "" : leftOf(signed);
  return now.nonce === signed.nonce && now.plan === signed.plan && leftOf(now) === left;
}

function canFund(
  { held, maxFeeLovelace, settings }: PoolModel,
  owed: { lovelace: bigint; tokens: bigint },
  batches: number,
) {
  const needed = owed.lovelace + BigInt(batches + 2) * maxFeeLovelace + settings.reserveLovelace;
  return held.lovelace - FEE >= needed && held.tokens >= owed.tokens;
}

function fitsWindow({ settings }: PoolModel, lowerMs: number, upperMs: number, deadlineMs: number): boolean {
  return (
    upperMs - lowerMs < HOUR_MS &&
    deadlineMs >= upperMs + settings.minWindowMs &&
    deadlineMs <= lowerMs + settings.maxWindowMs
  );
}

export function commit(policyId: string, terms: PlanTerms): MakeAttempt {
  return (model, now, signedFor) => {
    const { defect, quality } = terms;
    const due = commitBatches(terms.batches, PRIZE_ASSET);
    const settings = defect === "settings" ? { ...model.settings, threshold: 1, minGapMs: 1 } : model.settings;
    const owed = owedOf({ ...model, due });
    const day = Math.floor(now.lowerMs / settings.intervalMs) - 1 + terms.dayOffset;
    const total = defect === "limit" ? { ...owed.amount, lovelace: settings.dailyLimit.lovelace + 1n } : owed.amount;
    const signed = {
      settings,
      day,
      firstCommitment: due[0]?.commitment ?? "",
      reportHash: "77".repeat(32),
      total,
      outputs: owed.outputs,
      batches: due.length,
      deadlineMs: now.upperMs + terms.windowMs,
    };
    const digest = planOf(signed, datumOf(signedFor), policyId);
    const oracle = signRaw(defect === "oracle" ? STRANGER : ORACLE, commitText("propose", signed, digest));
    const redeemer: CommitRedeemer = {
      kind: "commit",
      ...signed,
      ...(defect === "digest" ? { reportHash: "78".repeat(32) } : {}),
      oracleSignature: oracle.signature,
      approvals: approve(model, commitText("approve", signed, digest), quality),
    };
    const next = {
      ...without(model, { lovelace: 0n, tokens: 0n }, feeOf(model, defect)),
      plan: planOf(redeemer, datumOf(model), policyId),
      lastDay: day,
      lastPayoutMs: now.upperMs,
      due,
      deadlineMs: signed.deadlineMs,
    };
    const isAllowed =
      !isPaying(model) &&
      defect === "none" &&
      isGood(quality) &&
      isSamePast(model, signedFor) &&
      day > model.lastDay &&
      (day + 1) * settings.intervalMs <= now.lowerMs &&
      now.lowerMs >= model.lastPayoutMs + settings.minGapMs &&
      total.lovelace <= settings.dailyLimit.lovelace &&
      total.tokens <= settings.dailyLimit.tokens &&
      fitsWindow(model, now.lowerMs, now.upperMs, signed.deadlineMs) &&
      canFund(model, total, due.length);
    return {
      redeemer,
      next,
      signatories: defect === "operator" ? [STRANGER.hash] : [model.operator.hash],
      feeLovelace: feeOf(model, defect),
      isWithoutLowerBound: defect === "bounds",
      isAllowed,
    };
  };
}

export function feeOf({ maxFeeLovelace }: PoolModel, defect: string): bigint {
  return defect === "fee" ? maxFeeLovelace + 1n : FEE;
}

export type ResumeTerms = Pick<PlanTerms, "quality" | "windowMs"> & {
  readonly defect: "none" | "oracle" | "operator" | "settings" | "batches";
};

export function resume(policyId: string, terms: ResumeTerms): MakeAttempt {
  return (model, now, signedFor) => {
    const { defect, quality } = terms;
    const settings = defect === "settings" ? { ...model.settings, threshold: 1, minGapMs: 1 } : model.settings;
    const owed = owedOf(model);
    const batches = defect === "batches" ? owed.outputs + 1 : Math.max(1, model.due.length);
    const signed = { settings, batches, deadlineMs: now.upperMs + terms.windowMs };
    const datum = datumOf({ ...signedFor, deadlineMs: null });
    const oracle = signRaw(defect === "oracle" ? STRANGER : ORACLE, resumePlanText("propose", signed, datum, policyId));
    const redeemer: ResumeRedeemer = {
      kind: "resume",
      ...signed,
      oracleSignature: oracle.signature,
      approvals: approve(model, resumePlanText("approve", signed, datum, policyId), quality),
    };
    const isAllowed =
      !isPaying(model) &&
      model.due.length > 0 &&
      defect === "none" &&
      isGood(quality) &&
      model.nonce === signedFor.nonce &&
      model.plan === signedFor.plan &&
      leftOf(model) === leftOf(signedFor) &&
      fitsWindow(model, now.lowerMs, now.upperMs, signed.deadlineMs) &&
      canFund(model, owed.amount, batches);
    return {
      redeemer,
      next: { ...without(model, { lovelace: 0n, tokens: 0n }, FEE), deadlineMs: signed.deadlineMs },
      signatories: defect === "operator" ? [] : [model.operator.hash],
      feeLovelace: FEE,
      isAllowed,
    };
  };
}
