import type { Amount } from "../contract/amount";
import { approvalText, type PlanText, resumeText } from "../contract/approval-text";
import { type CommittedBatch, commitBatches, planDigest } from "../contract/commitment";
import type { Payout } from "../contract/types";
import type { PlanBinding, PlanSignRequest } from "../ports";
import { parseReport } from "../report/report";
import type { Report } from "../report/schema";
import { verifyReportTotals } from "../report/totals";
import type { DayIndex, Hex, Lovelace } from "../units";

/** A plan, as it follows from a report and its binding to the chain. */
export type BoundPlan = {
  readonly report: Report;
  readonly reportHash: Hex;
  readonly day: DayIndex;
  readonly batches: readonly CommittedBatch[];
  readonly total: Amount;
  readonly outputs: number;
  readonly plan: Hex;
  /** What the oracle and the approvers sign. */
  readonly texts: { readonly propose: string; readonly approve: string };
};

export type BoundPlanResult =
  | { readonly ok: true; readonly plan: BoundPlan }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Makes a plan from nothing but a report's text and its binding: recipients, batches, commitments, digest and texts are
 * all computed again. The planner and the signers both use it, so neither relies on the other for a recipient or an
 * amount.
 * `neverPaid` are hashes of keys and scripts beside those that the report reserves.
 */
export function bindPlan(reportText: string, binding: PlanBinding, neverPaid: readonly Hex[] = []): BoundPlanResult {
  const parsed = parseReport(reportText);
  if (!parsed.ok) return parsed;
  const { report, contentHash: reportHash } = parsed;
  const problems = verifyReportTotals(report, neverPaid);
  if (report.poolPolicyId !== binding.policyId) {
    problems.push(`the report is for pool ${report.poolPolicyId}, the plan for ${binding.policyId}`);
  }
  const batches = commitBatches(payoutsOf(report), binding.prizeAsset);
  if (batches.length === 0) problems.push("the report pays nobody: there is nothing to sign");
  for (const [index, batch] of batches.entries()) {
    if (batch.commitment !== report.batches[index]?.commitment) {
      problems.push(`batch ${index + 1} of the report does not have the commitment that its recipients give`);
    }
  }
  const [first] = batches;
  if (problems.length > 0 || !first) return { ok: false, problems };
  const total = { lovelace: sumLovelace(batches), tokens: 0n };
  const outputs = batches.reduce((sum, { payouts }) => sum + payouts.length, 0);
  const { network, policyId, nonce, previousPlan, previousLeft, prizeAsset, deadlineMs } = binding;
  const plan = planDigest({
    network,
    policyId,
    nonce,
    previousPlan,
    previousLeft,
    day: report.dayIndex,
    firstCommitment: first.commitment,
    reportHash,
    prizeAsset,
    total,
    outputs,
    batches: batches.length,
  });
  const content = { network, day: report.dayIndex, total, prizeAsset, outputs, deadlineMs };
  const written = writeTexts({ ...content, plan });
  if (!written.ok) return written;
  const { texts } = written;
  return {
    ok: true,
    plan: { report, reportHash, day: report.dayIndex, batches, total, outputs, plan, texts },
  };
}

/**
 * Refuses a plan whose text is too long. Its Resume text, which is a word longer, must fit too: otherwise what the plan
 * left unpaid could never be resumed.
 */
function writeTexts(
  content: Omit<PlanText, "action">,
): { ok: true; texts: BoundPlan["texts"] } | { ok: false; problems: string[] } {
  try {
    resumeText({ ...content, action: "propose", tail: content.plan });
    const text = (action: "propose" | "approve") => approvalText({ ...content, action });
    return { ok: true, texts: { propose: text("propose"), approve: text("approve") } };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problems: [error.message] };
    throw error;
  }
}

/** Checks that the text of a request is the one that its report gives. Returns the plan, or why not. */
export function readSignRequest(request: PlanSignRequest, neverPaid: readonly Hex[] = []): BoundPlanResult {
  const bound = bindPlan(request.report, request.binding, neverPaid);
  if (!bound.ok) return bound;
  const expected = bound.plan.texts[request.act];
  if (request.text === expected) return bound;
  return {
    ok: false,
    problems: [`the text to sign is "${request.text}", but the report gives "${expected}"`],
  };
}

/** The paid lines, in order, cut where the report cuts them. */
function payoutsOf(report: Report): Payout[][] {
  const paid = report.lines
    .filter((line) => line.payoutLovelace > 0n)
    .map(({ address, payoutLovelace }): Payout => ({ address, lovelace: payoutLovelace, tokens: 0n }));
  let from = 0;
  return report.batches.map(({ outputs }) => {
    const part = paid.slice(from, from + outputs);
    from += outputs;
    return part;
  });
}

function sumLovelace(batches: readonly CommittedBatch[]): Lovelace {
  return batches.reduce((sum, { total }) => sum + total.lovelace, 0n);
}
