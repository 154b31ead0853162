import { and, eq, gte } from "drizzle-orm";
import { approval, blockHeader } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { PlanSigner } from "@/server/domain/ports";
import { addApproval, approvalTextOf } from "../../approval/add-approval";
import { bindingOf, reportTextsOf } from "../../approval/bound-plan";
import { moveDay } from "../../day/move-day";
import { ServiceError } from "../../errors";
import { again, done, needsHuman } from "../../job-result";
import { LostRace } from "../../lost-race";
import type { DayStep } from "./day-step";

type Ctx = Parameters<DayStep>[0];
type Day = Parameters<DayStep>[1];
type Situation = Parameters<DayStep>[2];

/**
 * PROPOSED: people sign in the console. Each configured automated approver that has not signed is asked; like a person,
 * it computes the plan again from the report. One that does not answer does not stop the others. When the deadline has
 * passed on chain, deep enough, the plan is proposed again: before that, its signatures could still be used.
 */
export const gatherApprovals: DayStep = async (ctx, day, situation) => {
  const { now, pool } = situation;
  if (now.timeMs >= (signUntilMs(day, pool.settings) ?? 0)) return proposeAgain(ctx, day, situation);
  const text = await approvalTextOf(ctx.db, day, pool).catch((error: unknown) => {
    if (error instanceof ServiceError && error.code === "conflict") return null;
    throw error;
  });
  if (text === null) {
    return needsHuman(
      `the pool has changed since day ${day.dayIndex} was proposed, so that no signature for it counts; it is proposed again after its deadline`,
    );
  }
  const signed = await signersOf(ctx, day, text);
  const problems: string[] = [];
  for (const signer of ctx.approvers) {
    try {
      const publicKey = await signer.publicKey();
      if (signed.has(publicKey)) continue;
      return await askSigner(ctx, day, situation, { signer, publicKey, text });
    } catch (error) {
      // Our own refusal is no fault of the signer's. If the day is no longer proposed, another caller was faster.
      if (error instanceof ServiceError && error.code === "wrong-state") throw new LostRace(error.message);
      if (error instanceof ServiceError) throw error;
      problems.push(`${signer.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length === 0) return done(`day ${day.dayIndex} needs more approvals`);
  return needsHuman(`day ${day.dayIndex} needs more approvals; signers failed: ${problems.join("; ")}`);
};

async function askSigner(
  ctx: Ctx,
  day: Day,
  { pool }: Situation,
  { signer, publicKey, text }: { signer: PlanSigner; publicKey: string; text: string },
) {
  const signature = await signer.signPlan({
    act: "approve",
    text,
    report: await reportTextsOf(ctx.db, day),
    binding: bindingOf(pool, day.deadlineMs ?? 0),
  });
  const result = await addApproval(ctx, {
    dayIndex: day.dayIndex,
    signed: { publicKey, envelope: { kind: "raw", signature } },
    via: signer.name,
    actor: `signer:${signer.name}`,
  });
  return again(`${result.approvals} of ${result.threshold} approvals`);
}

/** By text: a plan that is proposed again has another deadline and needs new signatures. */
async function signersOf(ctx: Ctx, day: Day, text: string): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ publicKey: approval.publicKey })
    .from(approval)
    .where(and(eq(approval.dayIndex, day.dayIndex), eq(approval.role, "approver"), eq(approval.text, text)));
  return new Set(rows.map(({ publicKey }) => publicKey));
}

/** Also for an approved plan that was not committed in time. */
export async function proposeAgain(ctx: Ctx, day: Day, { now, operations }: Pick<Situation, "now" | "operations">) {
  if ((await blocksSince(ctx, day.deadlineMs ?? 0)) < operations.expiryDepth) {
    return needsHuman(
      `day ${day.dayIndex} was not approved in time; it is proposed again ${operations.expiryDepth} blocks after its deadline`,
    );
  }
  await withTransaction(ctx.db, (tx) =>
    moveDay(tx, day, "proposeAgain", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: "the deadline passed without enough approvals; the same report is proposed again",
      set: { planDigest: null, deadlineMs: null },
    }),
  );
  return again(`day ${day.dayIndex} is proposed again`);
}

async function blocksSince(ctx: Ctx, timeMs: number): Promise<number> {
  return ctx.db.$count(blockHeader, gte(blockHeader.timeMs, timeMs));
}
