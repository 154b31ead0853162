import { SignerRefused } from "@/server/domain/plan/signer-refused";
import type { PlanSigner } from "@/server/domain/ports";
import { addApproval, validApprovals } from "../../approval/add-approval";
import { reportTextsOf } from "../../approval/bound-plan";
import type { ToSign } from "../../approval/to-sign";
import type { DayRow } from "../../day/move-day";
import { recordRefusal, whyNotAsk } from "../../day/refusals";
import { ServiceError, type ServiceErrorCode } from "../../errors";
import { again, done, type JobResult, needsHuman } from "../../job-result";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import type { LivePool } from "../../pool/load-pool";
import { bindingOf } from "../../pool/signed-state";

/** What is refused of one signer's answer: a wrong signature, and a key that is no approver's. */
const OF_ONE_SIGNER: readonly ServiceErrorCode[] = ["bad-input", "not-allowed"];
const NO_APPROVER = "its key is no approver of the pool; take it out of the automated approvers, or add it to the pool";

/**
 * Asks each configured automated approver that has not signed; like a person, it computes again from the report what it
 * signs. One that does not answer, answers with what does not count, or is no approver of the pool (any more) does not
 * stop the others. People sign in the console.
 */
export async function askApprovers(
  ctx: PayoutContext,
  day: DayRow,
  pool: LivePool,
  toSign: ToSign,
): Promise<JobResult> {
  const what = toSign.kind === "plan" ? `day ${day.dayIndex}` : `the Resume of day ${day.dayIndex}`;
  // A stored signature that does not count is replaced: its signer is asked again.
  const counted = await validApprovals(ctx.db, day, pool, toSign.texts.approve);
  const signed = new Set(counted.map(({ publicKey }) => publicKey));
  const problems: string[] = [];
  for (const signer of ctx.approvers) {
    try {
      const publicKey = await signer.publicKey();
      if (signed.has(publicKey)) continue;
      if (!pool.settings.approvers.includes(publicKey)) throw new Error(NO_APPROVER);
      const stopped = await whyNotAsk(ctx.db, day.dayIndex, signer.name);
      if (stopped) throw new Error(stopped);
      return await askSigner(ctx, day, { pool, toSign }, { signer, publicKey });
    } catch (error) {
      // If there is nothing to sign any more, another caller was faster. Else it is the signer's fault, or our own.
      if (error instanceof ServiceError && error.code === "wrong-state") throw new LostRace(error.message);
      if (error instanceof ServiceError && !OF_ONE_SIGNER.includes(error.code)) throw error;
      const problem = error instanceof Error ? error.message : String(error);
      problems.push(`${signer.name}: ${problem}`);
      if (isWrong(error)) {
        const refused = { kind: "signature-wrong", dayIndex: day.dayIndex, who: signer.name } as const;
        await recordRefusal(ctx.db, { ...refused, problem: `${signer.name}: ${problem}` }, Date.now());
      }
    }
  }
  if (problems.length === 0) return done(`${what} needs more approvals`);
  return needsHuman(`${what} needs more approvals; signers failed: ${problems.join("; ")}`);
}

/** A signature over something else, or a signer that finds another plan: it does not become right by asking again. */
function isWrong(error: unknown): boolean {
  if (error instanceof SignerRefused) return error.isDifference;
  return error instanceof ServiceError && error.code === "bad-input";
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
