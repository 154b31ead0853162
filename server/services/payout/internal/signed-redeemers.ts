import type { Database, Transaction } from "@/db/client";
import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { orderApprovals } from "@/server/domain/contract/approval";
import { validApprovals } from "../../approval/add-approval";
import { bindDayPlan } from "../../approval/bound-plan";
import { findOracleSignature } from "../../approval/oracle-signature";
import type { DayRow } from "../../day/move-day";
import type { LivePool } from "../../pool/load-pool";
import { bindingOf } from "../../pool/signed-state";
import { bindDayResume, resumeOf } from "../../resume/open-resume";

/**
 * What the Commit carries: the plan that the day's report gives on the pool as it stands, with the oracle's signature
 * and the required number of approvals. Null if the pool has changed or a signature is missing.
 */
export async function makeCommitRedeemer(
  db: Database | Transaction,
  day: DayRow,
  pool: LivePool,
): Promise<CommitRedeemer | null> {
  if (day.deadlineMs === null) return null;
  const { settings } = pool;
  const plan = await bindDayPlan(db, day, bindingOf(pool, day.deadlineMs));
  if (plan.plan !== day.planDigest) return null;
  const signed = await readSignatures(db, day, pool, plan.texts);
  if (signed === null) return null;
  return {
    kind: "commit",
    settings,
    day: day.dayIndex,
    firstCommitment: plan.firstCommitment,
    reportHash: plan.reportHash,
    total: plan.total,
    outputs: plan.outputs,
    batches: plan.batches,
    deadlineMs: day.deadlineMs,
    ...signed,
  };
}

/** The same of a Resume: what the plan of a day left unpaid, with the deadline that people asked for. */
export async function makeResumeRedeemer(
  db: Database | Transaction,
  day: DayRow,
  pool: LivePool,
): Promise<ResumeRedeemer | null> {
  const row = await resumeOf(db, pool);
  if (row?.dayIndex !== day.dayIndex) return null;
  const { deadlineMs } = row;
  const { resume } = await bindDayResume(db, day, pool, deadlineMs);
  const signed = await readSignatures(db, day, pool, resume.texts);
  if (signed === null) return null;
  return { kind: "resume", settings: pool.settings, batches: resume.batches, deadlineMs, ...signed };
}

type Signatures = Pick<CommitRedeemer, "oracleSignature" | "approvals">;

/** The oracle's signature and the required number of approvals over these texts; null if one is missing. */
async function readSignatures(
  db: Database | Transaction,
  day: DayRow,
  pool: LivePool,
  texts: { readonly propose: string; readonly approve: string },
): Promise<Signatures | null> {
  const { threshold, approvers } = pool.settings;
  const proposal = await findOracleSignature(db, day.dayIndex, texts.propose);
  const signed = await validApprovals(db, day, pool, texts.approve);
  const approvals = orderApprovals(signed, approvers).slice(0, threshold);
  if (proposal?.kind !== "raw" || approvals.length < threshold) return null;
  return { oracleSignature: proposal.signature, approvals };
}
