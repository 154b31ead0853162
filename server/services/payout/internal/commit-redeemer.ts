import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import { orderApprovals } from "@/server/domain/contract/approval";
import { validApprovals } from "../../approval/add-approval";
import { bindDayPlan, bindingOf } from "../../approval/bound-plan";
import type { DayRow } from "../../day/move-day";
import type { LivePool } from "../../pool/load-pool";

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
  const [oracle] = await db
    .select({ envelope: approval.envelope })
    .from(approval)
    .where(
      and(eq(approval.dayIndex, day.dayIndex), eq(approval.role, "oracle"), eq(approval.text, plan.texts.propose)),
    );
  const signed = await validApprovals(db, day, pool, plan.texts.approve);
  const approvals = orderApprovals(signed, settings.approvers).slice(0, settings.threshold);
  const proposal = oracle?.envelope;
  if (proposal?.kind !== "raw" || approvals.length < settings.threshold) return null;
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
    oracleSignature: proposal.signature,
    approvals,
  };
}
