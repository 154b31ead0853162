import { and, eq, gte } from "drizzle-orm";
import { approval, blockHeader } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { PlanSigner } from "@/server/domain/ports";
import { addApproval, approvalTextOf } from "../approval/add-approval";
import { bindingOf, reportTextOf } from "../approval/bound-plan";
import { again, done, needsHuman } from "../context";
import { LostRace, moveDay } from "../day/move-day";
import { ServiceError } from "../errors";
import type { DayStep } from "./day-step";

type Ctx = Parameters<DayStep>[0];
type Day = Parameters<DayStep>[1];
type Situation = Parameters<DayStep>[2];

/**
 * PROPOSED: people sign in the console. Where automated approvers are configured, each that has not signed is
 * asked; like a person, it computes the plan again from the report. One that does not answer keeps nobody else
 * from signing. A plan whose deadline has passed on chain, deep enough, goes back to be proposed anew: until then
 * its signatures could still be used.
 */
export const gatherApprovals: DayStep = async (ctx, day, situation) => {
  const { now, pool } = situation;
  const deadlineMs = day.deadlineMs ?? 0;
  if (now.timeMs >= deadlineMs - pool.settings.minWindowMs) return proposeAgain(ctx, day, situation, deadlineMs);
  const text = await approvalTextOf(ctx.db, day, pool);
  const signed = await signersOf(ctx, day, text);
  const problems: string[] = [];
  for (const signer of ctx.approvers) {
    try {
      const publicKey = await signer.publicKey();
      if (signed.has(publicKey)) continue;
      return await askSigner(ctx, day, situation, { signer, publicKey, text });
    } catch (error) {
      // A refusal of our own is no fault of the signer's; that the day is no longer proposed is another's success.
      if (error instanceof ServiceError && error.code === "wrong-state") throw new LostRace(error.message);
      if (error instanceof ServiceError) throw error;
      problems.push(`${signer.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length === 0) return done(`day ${day.dayIndex} waits for approvals`);
  return needsHuman(`day ${day.dayIndex} waits for approvals; not all could be asked. ${problems.join("; ")}`);
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
    report: await reportTextOf(ctx.db, day),
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

/** By the text: a plan that is proposed again is the same plan with another deadline, and needs new signatures. */
async function signersOf(ctx: Ctx, day: Day, text: string): Promise<Set<string>> {
  const rows = await ctx.db
    .select({ publicKey: approval.publicKey })
    .from(approval)
    .where(and(eq(approval.dayIndex, day.dayIndex), eq(approval.role, "approver"), eq(approval.text, text)));
  return new Set(rows.map(({ publicKey }) => publicKey));
}

/** Also used for an approved plan that was not committed in time. */
export async function proposeAgain(
  ctx: Ctx,
  day: Day,
  { now, operations }: Pick<Situation, "now" | "operations">,
  deadlineMs: number,
) {
  if ((await blocksSince(ctx, deadlineMs)) < operations.expiryDepth) {
    return needsHuman(
      `the plan of day ${day.dayIndex} was not approved in time; it is proposed again once its deadline lies ${operations.expiryDepth} blocks back`,
    );
  }
  await withTransaction(ctx.db, (tx) =>
    moveDay(tx, day, "PREVIEW", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: "the deadline passed before enough had approved; the same report is proposed again",
      set: { planDigest: null, deadlineMs: null },
    }),
  );
  return again(`day ${day.dayIndex} is proposed again`);
}

async function blocksSince(ctx: Ctx, timeMs: number): Promise<number> {
  return ctx.db.$count(blockHeader, gte(blockHeader.timeMs, timeMs));
}
