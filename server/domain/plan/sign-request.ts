import type { Amount } from "../contract/amount";
import { approvalText, type PlanText, resumeText } from "../contract/approval-text";
import { planDigest } from "../contract/commitment";
import type { PlanBinding, PlanSignRequest } from "../ports";
import { unless } from "../problems";
import { factsOfReport, type ReportFacts } from "../report/facts";
import { readManifest } from "../report/manifest";
import type { DayIndex, Hex } from "../units";

/** What a plan needs of a report. It follows from the report's lines: whoever signs verifies it first. */
export type PlanFacts = { readonly hash: Hex } & Pick<
  ReportFacts,
  "poolPolicyId" | "dayIndex" | "commitment" | "batches" | "totals"
>;

/** A plan, as it follows from a report and its binding to the chain. */
export type BoundPlan = {
  readonly reportHash: Hex;
  readonly day: DayIndex;
  readonly firstCommitment: Hex;
  readonly total: Amount;
  readonly outputs: number;
  readonly batches: number;
  readonly plan: Hex;
  /** What the oracle and the approvers sign. */
  readonly texts: { readonly propose: string; readonly approve: string };
};

export type BoundPlanResult =
  | { readonly ok: true; readonly plan: BoundPlan }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Makes a plan's digest and texts from a report and its binding. The planner and the signers both use it, each from a
 * report that they have verified themselves, so neither relies on the other for a recipient or an amount.
 */
export function bindPlan(report: PlanFacts, binding: PlanBinding): BoundPlanResult {
  const { commitment: firstCommitment, batches, dayIndex: day, hash: reportHash } = report;
  const problems = unless(
    report.poolPolicyId === binding.policyId,
    `the report is for pool ${report.poolPolicyId}, the plan for ${binding.policyId}`,
  );
  if (firstCommitment === null) problems.push("the report pays nobody: there is nothing to sign");
  if (firstCommitment === null || problems.length > 0) return { ok: false, problems };
  const total = { lovelace: report.totals.payoutLovelace, tokens: 0n };
  const outputs = report.totals.recipients;
  const { network, policyId, nonce, previousPlan, previousLeft, prizeAsset, deadlineMs } = binding;
  const plan = planDigest({
    network,
    policyId,
    nonce,
    previousPlan,
    previousLeft,
    day,
    firstCommitment,
    reportHash,
    prizeAsset,
    total,
    outputs,
    batches,
  });
  const written = writeTexts({ network, day, total, prizeAsset, outputs, deadlineMs, plan });
  if (!written.ok) return written;
  const { texts } = written;
  return { ok: true, plan: { reportHash, day, firstCommitment, total, outputs, batches, plan, texts } };
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

/**
 * Checks that the text of a request is the one that its report's manifest gives. Returns the plan, or why not. What the
 * manifest says is true only if the parts bear it out: verify the report before signing.
 */
export function readSignRequest({ act, text, report, binding }: PlanSignRequest): BoundPlanResult {
  const read = readManifest(report.manifest);
  if (!read.ok) return read;
  const bound = bindPlan({ ...factsOfReport(read.manifest), hash: read.hash }, binding);
  if (!bound.ok) return bound;
  const expected = bound.plan.texts[act];
  if (text === expected) return bound;
  return { ok: false, problems: [`the text to sign is "${text}", but the report gives "${expected}"`] };
}
