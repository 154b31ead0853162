import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import type { PoolDatum } from "@/server/domain/contract/types";
import { SETTINGS } from "./pool-terms";

export type PlanTerms = Omit<CommitRedeemer, "kind" | "oracleSignature" | "approvals">;
type ResumeTerms = Omit<ResumeRedeemer, "kind" | "oracleSignature" | "approvals">;

/** Plans at a limit and past it, each signed well. */
export function planVariants(terms: PlanTerms): (readonly [string, PlanTerms])[] {
  const { firstCommitment, reportHash } = terms;
  return [
    ["commit_c1_short", { ...terms, firstCommitment: firstCommitment.slice(2) }],
    ["commit_report_short", { ...terms, reportHash: reportHash.slice(2) }],
    ["commit_batches_none", { ...terms, batches: 0 }],
    ["commit_batches_one", { ...terms, batches: 1 }],
    ["commit_batches_all", { ...terms, batches: 3 }],
    ["commit_batches_above", { ...terms, batches: 4 }],
    ["commit_no_lovelace", { ...terms, total: { lovelace: 0n, tokens: 7n } }],
    ["commit_no_tokens", { ...terms, total: { ...terms.total, tokens: 0n } }],
    ["commit_limit", { ...terms, total: SETTINGS.dailyLimit }],
    ["commit_lovelace_above", { ...terms, total: { lovelace: 5_000_000_001n, tokens: 7n } }],
    ["commit_tokens_above", { ...terms, total: { ...terms.total, tokens: 1_000_001n } }],
    ["commit_deadline_first", { ...terms, deadlineMs: 60_390_000 }],
    ["commit_deadline_early", { ...terms, deadlineMs: 60_389_999 }],
    ["commit_deadline_last", { ...terms, deadlineMs: 64_060_000 }],
    ["commit_deadline_late", { ...terms, deadlineMs: 64_060_001 }],
  ];
}

export function resumeVariants(left: PoolDatum, rest: ResumeTerms): (readonly [string, PoolDatum, ResumeTerms])[] {
  const { status } = left;
  return [
    ["resume_nothing_left", { ...left, status: { ...status, kind: "idle", left: "" } }, rest],
    ["resume_batches_none", left, { ...rest, batches: 0 }],
    ["resume_batches_above", left, { ...rest, batches: 2 }],
    ["resume_deadline_first", left, { ...rest, deadlineMs: 60_390_000 }],
    ["resume_deadline_early", left, { ...rest, deadlineMs: 60_389_999 }],
    ["resume_deadline_last", left, { ...rest, deadlineMs: 64_060_000 }],
    ["resume_deadline_late", left, { ...rest, deadlineMs: 64_060_001 }],
  ];
}
