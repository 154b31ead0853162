import { withTransaction } from "@/db/transaction";
import { isGoneForGood, isOnChain } from "../../day/gone-for-good";
import type { DayRow } from "../../day/move-day";
import { voidPlan } from "../../day/read-anew";
import type { Situation } from "../../day/situation";
import { finalDepth } from "../../final-depth";
import { again, done, type JobResult, waiting } from "../../job-result";
import type { PayoutContext } from "../../payout/payout-context";
import { isPoolIn } from "../../pool/signed-state";

/**
 * Null while the pool is in the state that a day's plan was signed for. Otherwise a Cancel, a change of the settings, a
 * Resume or another Commit has moved it on, and no signature for the plan counts any more. Once no rollback can bring
 * that state back, the day is read again: nobody can commit what was signed.
 */
export async function readAgainIfVoid(
  ctx: PayoutContext,
  day: DayRow,
  { pool, now }: Pick<Situation, "pool" | "now">,
): Promise<JobResult | null> {
  const { dayIndex, signedFor } = day;
  if (signedFor === null || isPoolIn(signedFor, pool)) return null;
  // Its own Commit has moved the pool. The day is never proposed again or read again, however late that is seen.
  if (day.planDigest !== null && (await isOnChain(ctx.db, day.planDigest))) {
    return done(`the Commit of day ${dayIndex} is on chain: the confirm job moves the day`);
  }
  const depth = await finalDepth(ctx.source);
  const moved = `the pool has moved on since day ${dayIndex} was signed for, so that no signature for it counts`;
  if (!(await isGoneForGood(ctx.db, signedFor, now.height - depth))) {
    return waiting(`${moved}; it is read again once no rollback can undo that, ${depth} blocks later`);
  }
  const how = { actor: "job:advance", atMs: now.timeMs, detail: moved } as const;
  await withTransaction(ctx.db, (tx) => voidPlan(tx, day, how));
  return again(`day ${dayIndex} is read again: ${moved}`);
}
