import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { commitBatches } from "@/server/domain/contract/commitment";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { Payout } from "@/server/domain/contract/types";
import { signRaw } from "../keys";
import { ORACLE, PRIZE_ASSET, STRANGER } from "../pool-terms";
import { type Attempt, FEE, type MakeAttempt } from "./attempt";
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

function feeOf({ maxFeeLovelace }: PoolModel, defect: string): bigint {
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

export const PAY_DEFECTS = [
  "none",
  "paid before",
  "skip one",
  "amount",
  "recipient",
  "order",
  "left out",
  "operator",
  "unsigned",
  "fee",
  "twice in one",
] as const;
export type PayDefect = (typeof PAY_DEFECTS)[number];

/** `seen` are batches of before, to be paid again. */
export function pay(defect: PayDefect, seen: () => readonly PoolModel["due"][number][]): MakeAttempt {
  return (model, now) => {
    const before = seen();
    const batch = defect === "paid before" ? before.at(-1) : defect === "skip one" ? model.due[1] : model.due[0];
    if (!batch) return null;
    const payouts = alteredPayouts(batch.payouts, defect);
    if (!payouts) return null;
    const feeLovelace = feeOf(model, defect);
    const paid = new Map(model.paid);
    for (const { address, lovelace } of payouts) paid.set(address, (paid.get(address) ?? 0n) + lovelace);
    const due = model.due.slice(1);
    const spent = payouts.reduce(
      (sum, one) => ({ lovelace: sum.lovelace + one.lovelace, tokens: sum.tokens + one.tokens }),
      { lovelace: 0n, tokens: 0n },
    );
    const after = without(model, spent, feeLovelace);
    const isInTime = model.deadlineMs !== null && now.upperMs <= model.deadlineMs;
    return {
      redeemer: { ...payRedeemer(batch), outputs: payouts.length },
      next: { ...after, due, paid, deadlineMs: due.length > 0 ? model.deadlineMs : null },
      payouts,
      signatories: defect === "unsigned" ? [] : defect === "operator" ? [STRANGER.hash] : [model.operator.hash],
      feeLovelace,
      // A batch of before that was paid is due no more; the same one, while it is due, may well be "before".
      isAllowed: isInTime && (defect === "none" || (defect === "paid before" && batch === model.due[0])),
    };
  };
}

function alteredPayouts(payouts: readonly Payout[], defect: PayDefect): readonly Payout[] | null {
  const [first, second] = payouts;
  if (!first) return null;
  switch (defect) {
    case "amount":
      return [{ ...first, lovelace: first.lovelace + 1n }, ...payouts.slice(1)];
    case "recipient":
      return [{ ...first, address: STRANGER.address }, ...payouts.slice(1)];
    case "order":
      return second ? [second, first, ...payouts.slice(2)] : null;
    case "left out":
      return second ? payouts.slice(1) : null;
    case "twice in one":
      return [...payouts, ...payouts];
    default:
      return payouts;
  }
}

export function expire(defect: "none" | "operator" | "bound"): MakeAttempt {
  return (model, now): Attempt => ({
    redeemer: { kind: "expire" },
    next: { ...without(model, { lovelace: 0n, tokens: 0n }, FEE), deadlineMs: null },
    signatories: defect === "operator" ? [STRANGER.hash] : [model.operator.hash],
    feeLovelace: FEE,
    isWithoutLowerBound: defect === "bound",
    isAllowed: defect === "none" && model.deadlineMs !== null && now.lowerMs >= model.deadlineMs,
  });
}
