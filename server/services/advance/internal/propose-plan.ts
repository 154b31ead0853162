import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { approval } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import { boundDeadline } from "@/server/domain/day/signing-time";
import type { Hex } from "@/server/domain/units";
import { bindDayPlan, verifyDayReport } from "../../approval/bound-plan";
import { appendAudit } from "../../audit/append-audit";
import { type DayRow, moveDay } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import { readTimeline } from "../../day/read-timeline";
import { holdSnapshot, loadSnapshot } from "../../day/snapshot";
import { again, done, needsHuman, waiting } from "../../job-result";
import { LostRace } from "../../lost-race";
import { bindingOf, signedStateOf } from "../../pool/signed-state";
import { resumeOf } from "../../resume/open-resume";
import { askOracle } from "./ask-oracle";
import { checkParameters } from "./check-parameters";
import { demandDayBefore, endNamedBy } from "./day-before-changed";
import type { DayStep } from "./day-step";
import { endDoubt } from "./doubt-day";

/**
 * PREVIEW -> PROPOSED: after the review period, binds the plan to the pool as it stands and asks the oracle, which
 * computes everything again and signs. Waits while the day before is unfinished.
 */
export const proposePlan: DayStep = async (ctx, day, { now, pool, operations }) => {
  const snapshot = await loadSnapshot(ctx.db, day);
  const { intervalMs } = pool.settings;
  const { previewUntilMs, deadlineMs } = await readTimeline(ctx.db, day, { now, intervalMs, operations });
  if (now.timeMs < previewUntilMs) return done(`day ${day.dayIndex} is in review until ${iso(previewUntilMs)}`);
  const before = await previousDay(ctx.db, day.dayIndex);
  if (before && !before.settled) return done(`day ${before.dayIndex} is not settled yet`);
  if (pool.datum.status.kind !== "idle") return done("the pool is still paying an earlier plan");
  if (!ctx.oracle) return needsHuman("no oracle is configured (ORACLE_SIGNER_URL), so nothing can be proposed");

  // A late day still gets its time for approval, but no more than the contract allows.
  const fromMs = Math.max(now.timeMs, pool.datum.lastPayoutMs + pool.settings.minGapMs);
  const boundedMs = boundDeadline(deadlineMs, { nowMs: now.timeMs, fromMs, ...pool, operations });
  const binding = bindingOf(pool, boundedMs);
  const plan = await bindDayPlan(ctx.db, day, binding);
  // A signer signs one thing for a state of the pool. Read again, the day would have another plan, which nobody signs.
  const isSignedBefore = await wasProposed(ctx.db, day, plan.plan);
  const resuming = isSignedBefore ? null : await resumeOf(ctx.db, pool);
  if (resuming) {
    const until = iso(resuming.deadlineMs);
    return waiting(`what day ${resuming.dayIndex} left unpaid is being resumed, until ${until} at the latest`);
  }
  if (!isSignedBefore) {
    const others = await checkParameters(ctx, day, snapshot, await ctx.source.parameters());
    if (others) return others;
  }
  await endDoubt(ctx, day);
  // Before the report is read: a signer that is away is asked again every round.
  const isOracle = (await ctx.oracle.publicKey()) === pool.settings.oracle;
  if (!isOracle) return needsHuman("the signer has not the oracle's key that the pool knows: check ORACLE_SIGNER_URL");
  const report = await verifyDayReport(ctx.db, day);
  const request = { act: "propose", what: "plan", text: plan.texts.propose, report, binding } as const;
  const signature = await askOracle(ctx.oracle, request);
  if (typeof signature !== "string") {
    return needsHuman(`the oracle does not sign the plan of day ${day.dayIndex}: ${signature.problem}`);
  }
  const envelope = { kind: "raw", signature } as const;
  if (!verifyEnvelope(pool.settings.oracle, envelope, plan.texts.propose)) {
    return needsHuman("the oracle's signature is not by the key that the pool knows: check ORACLE_SIGNER_URL");
  }
  await withTransaction(ctx.db, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await demandDayBefore(tx, day, snapshot, await endNamedBy(tx, day));
    // Whoever asks for a Resume holds the scan too.
    if (!isSignedBefore && (await resumeOf(tx, pool))) throw new LostRace("a Resume was asked for meanwhile");
    await moveDay(tx, day, "propose", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: plan.texts.propose,
      set: { planDigest: plan.plan, deadlineMs: boundedMs, signedFor: signedStateOf(binding) },
    });
    await tx
      .insert(approval)
      .values({
        dayIndex: day.dayIndex,
        planDigest: plan.plan,
        deadlineMs: boundedMs,
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

/** Whether the oracle has signed this plan before; its deadline is none of the plan's. */
async function wasProposed(db: Database, { dayIndex }: DayRow, planDigest: Hex): Promise<boolean> {
  const ofPlan = and(eq(approval.dayIndex, dayIndex), eq(approval.planDigest, planDigest), eq(approval.role, "oracle"));
  return (await db.$count(approval, ofPlan)) > 0;
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
