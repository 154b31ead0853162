import { BuildError } from "@/server/chain/transaction/build-error";
import { PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import type { BuildProblem } from "@/server/domain/plan/build-problem";
import { sayBuildProblem } from "@/server/words/build-problem";
import { sayPurpose } from "@/server/words/purpose";
import type { DayRow } from "../../day/move-day";
import { recordRefusal } from "../../day/refusals";
import type { Situation } from "../../day/situation";
import { Disagreement } from "../../disagreement";
import { done, type JobResult, needsHuman } from "../../job-result";
import type { AttemptRow, Purpose } from "../../payout/attempts";
import { type Broadcast, broadcastAttempt } from "../../payout/broadcast-attempt";
import { ensureAttempt } from "../../payout/build-attempt";
import type { PayoutContext } from "../../payout/payout-context";
import { isDue } from "../../resend";

/**
 * Why it cannot be built may be an old answer about the chain, so that nothing is decided by one alone. What our own
 * judges refuse is written down: nothing of it is signed, and people are to know.
 */
export async function tryToBuild(
  ctx: PayoutContext,
  day: DayRow,
  purpose: Purpose,
  situation: Situation,
): Promise<{ readonly row: AttemptRow | null } | { readonly problem: BuildProblem }> {
  try {
    return { row: await ensureAttempt(ctx, day, purpose, situation) };
  } catch (error) {
    if (error instanceof BuildError) return { problem: error.problem };
    if (error instanceof Disagreement) {
      const refused = { kind: "machines-disagree", dayIndex: day.dayIndex, who: sayPurpose(purpose) } as const;
      await recordRefusal(ctx.db, { ...refused, problem: error.message }, Date.now());
    }
    throw error;
  }
}

/** Sends a transaction that was never sent, or not seen for some blocks. */
export async function sendIfDue(ctx: PayoutContext, row: AttemptRow, situation: Situation): Promise<Broadcast | null> {
  const { now, operations } = situation;
  if (!PENDING_ATTEMPT_STATES.includes(row.state) || now.slot >= row.validUntilSlot) return null;
  if (row.state === "BROADCAST" && !isDue(row.lastBroadcastHeight, now.height, operations)) return null;
  return broadcastAttempt(ctx, row, situation);
}

/** For what stands alone, an Expire or a Resume: builds and stores it, and sends it until the chain shows it. */
export async function sendOrBuild(
  ctx: PayoutContext,
  day: DayRow,
  purpose: Purpose,
  situation: Situation,
): Promise<JobResult> {
  const what = `${sayPurpose(purpose)} of day ${day.dayIndex}`;
  const built = await tryToBuild(ctx, day, purpose, situation);
  if ("problem" in built) {
    return needsHuman(`${what} cannot be built: ${sayBuildProblem(built.problem)}. It is tried again.`);
  }
  if (!built.row) return done(`${what} is on chain, or the pool has moved`);
  const sent = await sendIfDue(ctx, built.row, situation);
  return done(sent?.detail ?? `${what} is sent`);
}
