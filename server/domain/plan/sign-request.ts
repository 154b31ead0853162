import type { Amount } from "../contract/amount";
import { approvalText, type PlanText, resumeText } from "../contract/approval-text";
import { planDigest, tailDigest } from "../contract/commitment";
import { sum } from "../integers";
import type { PlanBinding, PlanSignRequest } from "../ports";
import { unless } from "../problems";
import { factsOfReport, type ReportFacts } from "../report/facts";
import { type Manifest, readManifest } from "../report/manifest";
import type { DayIndex, Hex } from "../units";
import { mostBatches } from "./batch-count";

/** What a plan needs of a report. It follows from the report's lines: whoever signs verifies it first. */
export type PlanFacts = { readonly hash: Hex } & Pick<
  ReportFacts,
  "poolPolicyId" | "dayIndex" | "open" | "commitment" | "batches" | "totals"
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
  problems.push(...checkOpen(report.open, binding));
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

/** What a Resume needs of the report whose plan it goes on with. */
export type ResumeFacts = Pick<Manifest, "poolPolicyId" | "dayIndex" | "batches">;

/** What is left of a plan, as a Resume commits the pool to it again. */
export type BoundResume = {
  readonly day: DayIndex;
  readonly remaining: Amount;
  readonly outputs: number;
  readonly batches: number;
  /** The digest that the texts name. */
  readonly tail: Hex;
  readonly texts: { readonly propose: string; readonly approve: string };
};

export type BoundResumeResult =
  | { readonly ok: true; readonly resume: BoundResume }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The digest and texts of a Resume: of the report's batches, those from the one on that the pool's plan left first.
 * Whoever signs sees by the commitment that exactly these recipients are paid.
 */
export function bindResume(report: ResumeFacts, binding: PlanBinding): BoundResumeResult {
  const { network, policyId, nonce, previousPlan: plan, previousLeft: left, prizeAsset, deadlineMs } = binding;
  const { poolPolicyId, dayIndex: day } = report;
  const from = report.batches.findIndex(({ commitment }) => commitment === left);
  const problems = [
    ...unless(poolPolicyId === policyId, `the report is for pool ${poolPolicyId}, the Resume for ${policyId}`),
    ...unless(from >= 0, `no batch of the report has the commitment ${left || "that is left, which is nothing"}`),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const rest = report.batches.slice(from);
  const remaining = { lovelace: sum(rest.map(({ totalLovelace }) => totalLovelace)), tokens: 0n };
  const outputs = rest.reduce((all, batch) => all + batch.outputs, 0);
  const batches = rest.length;
  const tail = tailDigest({ network, policyId, nonce, plan, left, day, remaining, outputs, batches });
  const text = (action: "propose" | "approve") =>
    resumeText({ action, network, day, total: remaining, prizeAsset, outputs, deadlineMs, tail });
  const texts = { propose: text("propose"), approve: text("approve") };
  return { ok: true, resume: { day, remaining, outputs, batches, tail, texts } };
}

/**
 * What the pool's last plan left unpaid is named by the report and taken over by its Commit, or there is nothing left.
 * A plan without it would leave nobody to pay these batches.
 */
function checkOpen(open: PlanFacts["open"], { previousPlan, previousLeft }: PlanBinding): string[] {
  const taken = open === null ? "" : open.left;
  return [
    ...unless(
      taken === previousLeft,
      `the report takes over ${taken || "nothing"}, and the pool's last plan left ${previousLeft || "nothing"} unpaid`,
    ),
    ...unless(
      open === null || open.plan === previousPlan,
      `the report takes over what plan ${open?.plan} left, and the pool's last plan is ${previousPlan}`,
    ),
  ];
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

/** What a request asks to sign: how much is paid for which day, and the digest that stands for the rest. */
export type Asked = {
  readonly day: DayIndex;
  readonly total: Amount;
  readonly digest: Hex;
  /** Those of the report's batches that are to be paid: the last so many. */
  readonly batches: number;
};

export type AskedResult =
  | { readonly ok: true; readonly asked: Asked }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Checks that the text of a request is the one that its report's manifest gives. Returns what it asks, or why not. What
 * the manifest says is true only if the parts bear it out: verify the report before signing.
 */
export function readSignRequest({ act, what, text, report, binding }: PlanSignRequest): AskedResult {
  const read = readManifest(report.manifest);
  if (!read.ok) return read;
  const { manifest, hash } = read;
  const bound =
    what === "resume" ? askResume(manifest, binding) : askPlan({ ...factsOfReport(manifest), hash }, binding);
  if (!bound.ok) return bound;
  const problems = checkBatchCount(manifest);
  if (problems.length > 0) return { ok: false, problems };
  const { texts, ...asked } = bound;
  if (text === texts[act]) return { ...asked, ok: true };
  return { ok: false, problems: [`the text to sign is "${text}", but the report gives "${texts[act]}"`] };
}

/**
 * The digest names how many batches there are, and no text does: for each the pool may pay a fee. That they are those
 * of the commitment is checked with the lines (check-batches.ts).
 */
function checkBatchCount({ batches, totals, rules }: Manifest): string[] {
  const { recipients, payoutLovelace: totalLovelace } = totals;
  const most = mostBatches({ recipients, totalLovelace, hourlyLovelace: rules.dayLimits.hourlyLovelace });
  return unless(
    batches.length <= most,
    `the plan has ${batches.length} batches, each of which may cost a fee; ` +
      `for ${recipients} recipients ${most} are the most`,
  );
}

type AskedTexts =
  | { readonly ok: true; readonly asked: Asked; readonly texts: BoundPlan["texts"] }
  | { readonly ok: false; readonly problems: readonly string[] };

function askPlan(facts: PlanFacts, binding: PlanBinding): AskedTexts {
  const bound = bindPlan(facts, binding);
  if (!bound.ok) return bound;
  const { day, total, plan: digest, batches, texts } = bound.plan;
  return { ok: true, asked: { day, total, digest, batches }, texts };
}

function askResume(manifest: Manifest, binding: PlanBinding): AskedTexts {
  const bound = bindResume(manifest, binding);
  if (!bound.ok) return bound;
  const { day, remaining: total, tail: digest, batches, texts } = bound.resume;
  return { ok: true, asked: { day, total, digest, batches }, texts };
}
