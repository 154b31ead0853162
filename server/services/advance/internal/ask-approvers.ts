import { and, eq } from "drizzle-orm";
import { approval } from "@/db/schema";
import type { PlanSigner } from "@/server/domain/ports";
import { addApproval } from "../../approval/add-approval";
import { reportTextsOf } from "../../approval/bound-plan";
import type { ToSign } from "../../approval/to-sign";
import type { DayRow } from "../../day/move-day";
import { ServiceError } from "../../errors";
import { again, done, type JobResult, needsHuman } from "../../job-result";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import type { LivePool } from "../../pool/load-pool";
import { bindingOf } from "../../pool/signed-state";

/**
 * Asks each configured automated approver that has not signed; like a person, it computes again from the report what it
 * signs. One that does not answer does not stop the others. People sign in the console.
 */
export async function askApprovers(
  ctx: PayoutContext,
  day: DayRow,
  pool: LivePool,
  toSign: ToSign,
): Promise<JobResult> {
  const what = toSign.kind === "plan" ? `day ${day.dayIndex}` : `the Resume of day ${day.dayIndex}`;
  const signed = await signersOf(ctx, day, toSign.texts.approve);
  const problems: string[] = [];
  for (const signer of ctx.approvers) {
    try {
      const publicKey = await signer.publicKey();
      if (signed.has(publicKey)) continue;
      return await askSigner(ctx, day, { pool, toSign }, { signer, publicKey });
    } catch (error) {
      // Our own refusal is no fault of the signer's. If there is nothing to sign any more, another caller was faster.
      if (error instanceof ServiceError && error.code === "wrong-state") throw new LostRace(error.message);
      if (error instanceof ServiceError) throw error;
      problems.push(`${signer.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length === 0) return done(`${what} needs more approvals`);
  return needsHuman(`${what} needs more approvals; signers failed: ${problems.join("; ")}`);
}

async function askSigner(
  ctx: PayoutContext,
  day: DayRow,
  { pool, toSign }: { readonly pool: LivePool; readonly toSign: ToSign },
  { signer, publicKey }: { readonly signer: PlanSigner; readonly publicKey: string },
): Promise<JobResult> {
  const signature = await signer.signPlan({
    act: "approve",
    what: toSign.kind,
    text: toSign.texts.approve,
    report: await reportTextsOf(ctx.db, day),
    binding: bindingOf(pool, toSign.deadlineMs),
  });
  const result = await addApproval(ctx, {
    dayIndex: day.dayIndex,
    signed: { publicKey, envelope: { kind: "raw", signature } },
    via: signer.name,
    actor: `signer:${signer.name}`,
  });
  return again(`${result.approvals} of ${result.threshold} approvals`);
}

/** By text: what is proposed again has another deadline and needs new signatures. */
async function signersOf({ db }: PayoutContext, { dayIndex }: DayRow, text: string): Promise<Set<string>> {
  const rows = await db
    .select({ publicKey: approval.publicKey })
    .from(approval)
    .where(and(eq(approval.dayIndex, dayIndex), eq(approval.role, "approver"), eq(approval.text, text)));
  return new Set(rows.map(({ publicKey }) => publicKey));
}
