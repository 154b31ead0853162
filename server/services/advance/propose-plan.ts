import { approval } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import { timeline } from "@/server/domain/day/timeline";
import { bindDayPlan, bindingOf, reportTextOf } from "../approval/bound-plan";
import { appendAudit } from "../audit/append-audit";
import { again, done, needsHuman } from "../context";
import { moveDay } from "../day/move-day";
import { type DayStep, previousDay } from "./day-step";

/**
 * PREVIEW -> PROPOSED: when the time for objections is over, binds the plan to the pool as it stands and asks the
 * oracle, which computes everything again and signs. Waits while the day before is still on its way.
 */
export const proposePlan: DayStep = async (ctx, day, { now, pool, operations }) => {
  const { previewUntilMs, deadlineMs } = timeline(
    { ...operations, intervalMs: pool.settings.intervalMs },
    day.dayIndex,
    day.stateSinceMs,
  );
  if (now.timeMs < previewUntilMs) return done(`day ${day.dayIndex} may be objected to until ${iso(previewUntilMs)}`);
  const before = await previousDay(ctx.db, day.dayIndex);
  if (before && !before.settled) return done(`day ${before.dayIndex} is not settled yet`);
  if (pool.datum.status.kind !== "idle") return done("the pool is still paying an earlier plan");
  if (!ctx.oracle) return needsHuman("no oracle is configured (ORACLE_SIGNER_URL), so nothing can be proposed");

  const { minWindowMs, maxWindowMs } = pool.settings;
  // A day caught up late still gets time to be approved; none may ask for more than the contract allows.
  const latestMs = now.timeMs + maxWindowMs - 2 * operations.transactionLifetimeMs;
  const earliestMs = now.timeMs + minWindowMs + 2 * operations.transactionLifetimeMs;
  const boundedMs = Math.min(Math.max(deadlineMs, earliestMs), latestMs);
  const binding = bindingOf(pool, boundedMs);
  const reportText = await reportTextOf(ctx.db, day);
  const plan = bindDayPlan(reportText, binding);
  const signature = await ctx.oracle.signPlan({
    act: "propose",
    text: plan.texts.propose,
    report: reportText,
    binding,
  });
  const envelope = { kind: "raw", signature } as const;
  if (!verifyEnvelope(pool.settings.oracle, envelope, plan.texts.propose)) {
    return needsHuman("the oracle's signature is not by the key that the pool knows: check ORACLE_SIGNER_URL");
  }
  await withTransaction(ctx.db, async (tx) => {
    await moveDay(tx, day, "PROPOSED", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: plan.texts.propose,
      set: { planDigest: plan.plan, deadlineMs: boundedMs },
    });
    await tx
      .insert(approval)
      .values({
        dayIndex: day.dayIndex,
        planDigest: plan.plan,
        role: "oracle",
        publicKey: pool.settings.oracle,
        text: plan.texts.propose,
        envelope,
        via: ctx.oracle?.name ?? "oracle",
      })
      .onConflictDoNothing();
    await appendAudit(tx, {
      actor: "signer:oracle",
      action: "day.propose",
      subject: `day:${day.dayIndex}`,
      details: { text: plan.texts.propose, signature },
      atMs: now.timeMs,
    });
  });
  return again(`day ${day.dayIndex} is proposed`);
};

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
