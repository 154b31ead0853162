import { readManifest } from "@/server/domain/report/manifest";
import { bindDayPlan, reportTextsOf, verifyDayReport } from "../../approval/bound-plan";
import { askWhatIsHeld } from "../../approval/what-is-held";
import { loadDay } from "../../day/load-day";
import type { DayRow } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import { readTimeline } from "../../day/read-timeline";
import type { Situation } from "../../day/situation";
import { loadSnapshot } from "../../day/snapshot";
import { done, type JobResult, needsHuman, waiting } from "../../job-result";
import type { PayoutContext } from "../../payout/payout-context";
import { bindingOf } from "../../pool/signed-state";
import { checkParameters } from "./check-parameters";
import type { DayStep } from "./day-step";
import { endDoubt } from "./doubt-day";
import { askForPlan } from "./gather-approvals";
import { giveUp } from "./give-up";
import { sameReport, sayHeld, sayNoAnswer } from "./held-plan";
import { requestPlan, whatIsInTheWay } from "./request-plan";

/**
 * PREVIEW -> PROPOSED: after the review period, binds the plan to the pool as it stands, writes that it is asked for,
 * and only then asks the oracle, which computes everything again. Waits while the day before is unfinished.
 */
export const proposePlan: DayStep = async (ctx, day, situation) => {
  const { now, pool, operations } = situation;
  const snapshot = await loadSnapshot(ctx.db, day);
  const { intervalMs } = pool.settings;
  const { previewUntilMs, deadlineMs } = await readTimeline(ctx.db, day, { now, intervalMs, operations });
  if (now.timeMs < previewUntilMs) return done(`day ${day.dayIndex} is in review until ${iso(previewUntilMs)}`);
  const before = await previousDay(ctx.db, day.dayIndex);
  if (before && !before.settled) return done(`day ${before.dayIndex} is not settled yet`);
  if (pool.datum.status.kind !== "idle") return done("the pool is still paying an earlier plan");
  if (!ctx.oracle) return needsHuman("no oracle is configured (ORACLE_SIGNER_URL), so nothing can be proposed");
  const others = await checkParameters(ctx, day, snapshot, await ctx.source.parameters());
  if (others) return others;
  await endDoubt(ctx, day);
  // Before the request is written and the report is read: what cannot be asked for is not to count as signed.
  const isOracle = (await ctx.oracle.publicKey()) === pool.settings.oracle;
  if (!isOracle) return needsHuman("the signer has not the oracle's key that the pool knows: check ORACLE_SIGNER_URL");
  const inTheWay = (await whatIsInTheWay(ctx, day, situation)) ?? (await otherHeld(ctx, day, situation));
  if (inTheWay) return inTheWay;
  await verifyDayReport(ctx.db, day);
  await requestPlan(ctx, day, "propose", { ...situation, wantedMs: deadlineMs });
  return askForPlan(ctx, await loadDay(ctx.db, day.dayIndex), situation);
};

/**
 * Null if the signer holds nothing for the pool as it stands, or this plan. Otherwise it would refuse: a plan that was
 * lost with a database is taken over by reading the day again, if its report says the same, and waited for if not.
 */
async function otherHeld(ctx: PayoutContext, day: DayRow, { pool, now }: Situation): Promise<JobResult | null> {
  const answer = await askWhatIsHeld(ctx, pool);
  if ("problem" in answer) return needsHuman(sayNoAnswer(day.dayIndex, answer.problem));
  const { held } = answer;
  if (held === null) return null;
  const { plan } = await bindDayPlan(ctx.db, day, bindingOf(pool, held.deadlineMs));
  if (held.digest === plan) return null;
  const ours = readManifest((await reportTextsOf(ctx.db, day)).manifest);
  const same = ours.ok ? await sameReport(ctx, ours.manifest, held) : null;
  if (same === null) return waiting(sayHeld(day.dayIndex, held));
  return giveUp(ctx, day, now.timeMs, `the oracle has signed it before, by the report ${same.hash}`);
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
