import type { Hex } from "../units";
import type { CommitRedeemer, ResumeRedeemer } from "./acts";
import { NO_AMOUNT } from "./amount";
import { approvalText, resumeText } from "./approval-text";
import { planDigest, tailDigest } from "./commitment";
import type { PoolDatum } from "./types";

/* The digests and texts of a redeemer against the state it is for: what signers sign and the contract rebuilds. */

type PlanTerms = Omit<CommitRedeemer, "kind" | "oracleSignature" | "approvals">;
type ResumeTerms = Omit<ResumeRedeemer, "kind" | "oracleSignature" | "approvals">;

/** Digest of the plan if it were committed on this state. */
export function planOf(terms: PlanTerms, datum: PoolDatum, policyId: Hex): Hex {
  const { settings, day, firstCommitment, reportHash, total, outputs, batches } = terms;
  const previousLeft = datum.status.kind === "idle" ? datum.status.left : "";
  return planDigest({
    network: settings.network,
    policyId,
    nonce: datum.nonce,
    previousPlan: datum.plan,
    previousLeft,
    day,
    firstCommitment,
    reportHash,
    prizeAsset: settings.prizeAsset,
    total,
    outputs,
    batches,
  });
}

export function commitText(action: "propose" | "approve", terms: PlanTerms, plan: Hex): string {
  const { settings, day, total, outputs, deadlineMs } = terms;
  const { network, prizeAsset } = settings;
  return approvalText({ action, network, day, total, prizeAsset, outputs, deadlineMs, plan });
}

export function resumePlanText(
  action: "propose" | "approve",
  terms: ResumeTerms,
  datum: PoolDatum,
  policyId: Hex,
): string {
  const { settings, batches, deadlineMs } = terms;
  const { network, prizeAsset } = settings;
  const idle = datum.status.kind === "idle" ? datum.status : { left: "", remaining: NO_AMOUNT, outputs: 0 };
  const { left, remaining, outputs } = idle;
  const { nonce, plan, lastDay: day } = datum;
  const tail = tailDigest({ network, policyId, nonce, plan, left, day, remaining, outputs, batches });
  return resumeText({ action, network, day, total: remaining, prizeAsset, outputs, deadlineMs, tail });
}
