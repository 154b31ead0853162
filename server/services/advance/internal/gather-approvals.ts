import type { Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { signUntilMs } from "@/server/domain/day/signing-time";
import { timeline } from "@/server/domain/day/timeline";
import { reportTextsOf } from "../../approval/bound-plan";
import { findOracleSignature } from "../../approval/oracle-signature";
import { bindPlanToSign } from "../../approval/to-sign";
import { blocksSince } from "../../chain-now";
import { loadDay } from "../../day/load-day";
import type { DayRow } from "../../day/move-day";
import { voidPlan } from "../../day/read-anew";
import { mayLandForDay } from "../../day/sign-requests";
import { finalDepth } from "../../final-depth";
import { again, type JobResult, waiting } from "../../job-result";
import { LostRace } from "../../lost-race";
import { askApprovers } from "./ask-approvers";
import { askOracle } from "./ask-oracle";
import type { DayStep } from "./day-step";
import { requestPlan, whatIsInTheWay } from "./request-plan";
import { readAgainIfVoid } from "./void-plan";
import { whyUnfit } from "./why-unfit";

type Ctx = Parameters<DayStep>[0];
type Situation = Parameters<DayStep>[2];

/**
 * PROPOSED: gathers the oracle's signature, if its answer to the request has not come yet, and then the approvals. When
 * the deadline has passed on chain, deep enough, the plan is proposed again: before that, its signatures could still be
 * used.
 */
export const gatherApprovals: DayStep = async (ctx, day, situation) => {
  const { now, pool } = situation;
  const isVoid = await readAgainIfVoid(ctx, day, situation);
  if (isVoid) return isVoid;
  if (now.timeMs >= (signUntilMs(day, pool.settings) ?? 0)) return proposeAgain(ctx, day, situation);
  return askForPlan(ctx, day, situation);
};

/** Asks the signers for the plan of a proposed day as it was requested: the oracle first, which has read the report. */
export async function askForPlan(ctx: Ctx, day: DayRow, situation: Situation): Promise<JobResult> {
  const { pool } = situation;
  const { dayIndex, state, planDigest, deadlineMs } = day;
  const toSign = await bindPlanToSign(ctx.db, day, pool);
  if (await findOracleSignature(ctx.db, dayIndex, toSign.texts.propose)) return askApprovers(ctx, day, pool, toSign);
  // Locked: whoever has it read anew sees that it is asked for, or it is not asked for any more.
  const demand = async (tx: Transaction) => {
    const now = await loadDay(tx, dayIndex, "for update");
    const isSame = now.state === state && now.planDigest === planDigest && now.deadlineMs === deadlineMs;
    if (!isSame) throw new LostRace(`day ${dayIndex} is not proposed any more as it was`);
  };
  const report = await reportTextsOf(ctx.db, day);
  return askOracle(ctx, { dayIndex, toSign, report, demand }, situation);
}

/**
 * Also for an approved plan that was not committed in time. What the day was read from may be gone: then it is read
 * again, once no rollback can undo that its deadline has passed.
 */
export async function proposeAgain(ctx: Ctx, day: DayRow, situation: Situation): Promise<JobResult> {
  const { now, pool, operations } = situation;
  const { dayIndex } = day;
  if ((await blocksSince(ctx.db, day.deadlineMs ?? 0)) < operations.expiryDepth) {
    return waiting(
      `day ${dayIndex} was not approved in time; it is proposed again ${operations.expiryDepth} blocks after its deadline`,
    );
  }
  const unfit = await whyUnfit(ctx.db, day, pool);
  if (unfit !== null) {
    const depth = await finalDepth(ctx.source);
    if (await mayLandForDay(ctx.db, dayIndex, { now, finalDepth: depth })) {
      return waiting(`${unfit}; day ${dayIndex} is read again ${depth} blocks after its deadline, which is final then`);
    }
    const detail = `${unfit}, and nothing that was signed can land`;
    await withTransaction(ctx.db, (tx) => voidPlan(tx, day, { actor: "job:advance", atMs: now.timeMs, detail }));
    return again(`day ${dayIndex} is read again: ${detail}`);
  }
  // The same lengths again, from now.
  const settings = { ...operations, intervalMs: pool.settings.intervalMs };
  const { deadlineMs: wantedMs } = timeline(settings, dayIndex, now.timeMs);
  const inTheWay = await whatIsInTheWay(ctx, day, situation);
  if (inTheWay) return inTheWay;
  await requestPlan(ctx, day, "proposeAgain", { ...situation, wantedMs });
  return again(`day ${dayIndex} is proposed again`);
}
