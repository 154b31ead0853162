import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { resume } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { signUntilMs } from "@/server/domain/day/signing-time";
import { validApprovals } from "../../approval/add-approval";
import { verifyDayReport } from "../../approval/bound-plan";
import { findOracleSignature } from "../../approval/oracle-signature";
import { bindResumeToSign } from "../../approval/to-sign";
import { appendAudit } from "../../audit/append-audit";
import { blocksSince } from "../../chain-now";
import { isGoneForGood } from "../../day/gone-for-good";
import { loadDay } from "../../day/load-day";
import type { PoolSituation } from "../../day/situation";
import { loadSnapshot } from "../../day/snapshot";
import { finalDepth } from "../../final-depth";
import { again, type JobResult, waiting } from "../../job-result";
import { LostRace } from "../../lost-race";
import { RESUME } from "../../payout/attempts";
import type { PayoutContext } from "../../payout/payout-context";
import { isPoolIn } from "../../pool/signed-state";
import { openResumes, type ResumeRow } from "../../resume/open-resume";
import { rulesOfVersion } from "../../settings-in-force";
import { askApprovers } from "./ask-approvers";
import { askOracle } from "./ask-oracle";
import { sendOrBuild } from "./send-attempt";

/**
 * Takes the Resume that somebody asked for a step further: the oracle's signature, the approvals, the transaction. Null
 * if there is none, or nothing to do for it. Once it has landed, the confirm job moves its day.
 */
export async function advanceResume(ctx: PayoutContext, look: PoolSituation): Promise<JobResult | null> {
  const { now, pool, operations } = look;
  const open = await openResumes(ctx.db);
  const row = open.find(({ signedFor }) => isPoolIn(signedFor, pool));
  if (!row) return endGone(ctx, open, now);
  const { dayIndex, deadlineMs } = row;
  const day = await loadDay(ctx.db, dayIndex);
  if (day.state !== "PART_PAID") return null;
  if (now.timeMs >= (signUntilMs(row, pool.settings) ?? 0)) {
    const isOver = (await blocksSince(ctx.db, deadlineMs)) >= operations.expiryDepth;
    if (isOver) return end(ctx, row, now.timeMs, "its deadline has passed");
    return waiting(
      `the Resume of day ${dayIndex} was not signed in time; it ends ${operations.expiryDepth} blocks after its deadline`,
    );
  }
  const toSign = await bindResumeToSign(ctx.db, day, row, pool);
  const proposed = await findOracleSignature(ctx.db, dayIndex, toSign.texts.propose);
  if (proposed === null) {
    const report = await verifyDayReport(ctx.db, day);
    return askOracle(ctx, { dayIndex, toSign, report, demand: (tx) => demandOpen(tx, row) }, look);
  }
  const approvals = await validApprovals(ctx.db, day, pool, toSign.texts.approve);
  if (approvals.length < pool.settings.threshold) return askApprovers(ctx, day, pool, toSign);
  const { rules, version: rulesVersion } = await rulesOfVersion(ctx.db, (await loadSnapshot(ctx.db, day)).rulesVersion);
  return sendOrBuild(ctx, day, RESUME, { ...look, rules, rulesVersion });
}

/** Locked: it does not end before the oracle was asked, or it is not asked any more. */
async function demandOpen(tx: Transaction, { id, dayIndex }: ResumeRow): Promise<void> {
  const isOpen = and(eq(resume.id, id), isNull(resume.endedBecause));
  const rows = await tx.select({ id: resume.id }).from(resume).where(isOpen).for("share");
  if (rows.length === 0) throw new LostRace(`the Resume of day ${dayIndex} has ended`);
}

/** Those for a state of the pool that no rollback can bring back. */
async function endGone(
  ctx: PayoutContext,
  open: readonly ResumeRow[],
  now: PoolSituation["now"],
): Promise<JobResult | null> {
  if (open.length === 0) return null;
  const finalHeight = now.height - (await finalDepth(ctx.source));
  for (const row of open) {
    if (await isGoneForGood(ctx.db, row.signedFor, finalHeight)) {
      return end(ctx, row, now.timeMs, "the pool has moved on, finally");
    }
  }
  return null;
}

/** Nothing that was signed for it can land any more: what is left goes to the next plan, or to another Resume. */
async function end(ctx: PayoutContext, { id, dayIndex }: ResumeRow, atMs: number, because: string): Promise<JobResult> {
  await withTransaction(ctx.db, async (tx) => {
    const ended = await tx
      .update(resume)
      .set({ endedBecause: because })
      .where(and(eq(resume.id, id), isNull(resume.endedBecause)))
      .returning({ id: resume.id });
    if (ended.length === 0) return;
    const details = { because };
    await appendAudit(tx, {
      actor: "job:advance",
      action: "day.resume-ended",
      subject: `day:${dayIndex}`,
      details,
      atMs,
    });
  });
  return again(`the Resume of day ${dayIndex} has ended: ${because}`);
}
