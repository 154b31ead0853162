import { withTransaction } from "@/db/transaction";
import { signUntilMs } from "@/server/domain/day/signing-time";
import { loadToSign } from "../../approval/to-sign";
import { blocksSince } from "../../chain-now";
import { moveDay } from "../../day/move-day";
import { again, waiting } from "../../job-result";
import { askApprovers } from "./ask-approvers";
import type { DayStep } from "./day-step";
import { readAgainIfVoid } from "./void-plan";

type Ctx = Parameters<DayStep>[0];
type Day = Parameters<DayStep>[1];
type Situation = Parameters<DayStep>[2];

/**
 * PROPOSED: gathers the approvals. When the deadline has passed on chain, deep enough, the plan is proposed again:
 * before that, its signatures could still be used.
 */
export const gatherApprovals: DayStep = async (ctx, day, situation) => {
  const { now, pool } = situation;
  const isVoid = await readAgainIfVoid(ctx, day, situation);
  if (isVoid) return isVoid;
  if (now.timeMs >= (signUntilMs(day, pool.settings) ?? 0)) return proposeAgain(ctx, day, situation);
  return askApprovers(ctx, day, pool, await loadToSign(ctx.db, day, pool));
};

/** Also for an approved plan that was not committed in time. */
export async function proposeAgain(ctx: Ctx, day: Day, { now, operations }: Pick<Situation, "now" | "operations">) {
  if ((await blocksSince(ctx.db, day.deadlineMs ?? 0)) < operations.expiryDepth) {
    return waiting(
      `day ${day.dayIndex} was not approved in time; it is proposed again ${operations.expiryDepth} blocks after its deadline`,
    );
  }
  await withTransaction(ctx.db, (tx) =>
    moveDay(tx, day, "proposeAgain", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: "the deadline passed without enough approvals; the same report is proposed again",
      set: { planDigest: null, deadlineMs: null, signedFor: null },
    }),
  );
  return again(`day ${day.dayIndex} is proposed again`);
}
