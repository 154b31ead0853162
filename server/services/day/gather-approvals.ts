import { eq, gte } from "drizzle-orm";
import { approval, blockHeader } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { addApproval, approvalTextOf } from "../approval/add-approval";
import { bindingOf, reportTextOf } from "../approval/bound-plan";
import { again, done, needsHuman } from "../context";
import type { DayStep } from "./day-step";
import { moveDay } from "./move-day";

/**
 * PROPOSED: people sign in the console. Where automated approvers are configured, each that has not signed is
 * asked; like a person, it computes the plan again from the report. A plan whose deadline has passed on chain,
 * deep enough, goes back to be proposed anew: until then its signatures could still be used.
 */
export const gatherApprovals: DayStep = async (ctx, day, { now, pool, operations }) => {
  const deadlineMs = day.deadlineMs ?? 0;
  if (now.timeMs >= deadlineMs - pool.settings.minWindowMs)
    return proposeAgain(ctx, day, { now, operations }, deadlineMs);
  const [pending] = await unsigned(ctx, day);
  if (!pending) return done(`day ${day.dayIndex} waits for approvals`);
  const text = await approvalTextOf(ctx.db, day, pool);
  const request = {
    act: "approve",
    text,
    report: await reportTextOf(ctx.db, day),
    binding: bindingOf(pool, deadlineMs),
  } as const;
  const signature = await pending.signer.signPlan(request);
  const result = await addApproval(ctx, {
    dayIndex: day.dayIndex,
    signed: { publicKey: pending.publicKey, envelope: { kind: "raw", signature } },
    via: pending.signer.name,
    actor: `signer:${pending.signer.name}`,
  });
  return again(`${result.approvals} of ${result.threshold} approvals`);
};

type Ctx = Parameters<DayStep>[0];
type Day = Parameters<DayStep>[1];

async function unsigned(ctx: Ctx, day: Day) {
  const rows = await ctx.db
    .select({ publicKey: approval.publicKey, plan: approval.planDigest })
    .from(approval)
    .where(eq(approval.dayIndex, day.dayIndex));
  const signed = new Set(rows.flatMap(({ publicKey, plan }) => (plan === day.planDigest ? [publicKey] : [])));
  const known = await Promise.all(
    ctx.approvers.map(async (signer) => ({ signer, publicKey: await signer.publicKey() })),
  );
  return known.filter(({ publicKey }) => !signed.has(publicKey));
}

/** Also used for an approved plan that was not committed in time. */
export async function proposeAgain(
  ctx: Ctx,
  day: Day,
  { now, operations }: Pick<Parameters<DayStep>[2], "now" | "operations">,
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
