import { withTransaction } from "@/db/transaction";
import { boundDeadline } from "@/server/domain/day/signing-time";
import type { PosixMs } from "@/server/domain/units";
import { bindDayPlan } from "../../approval/bound-plan";
import { findHold } from "../../chain-hold/find-hold";
import { type DayRow, moveDay } from "../../day/move-day";
import { mayLandInstead, requestSignatures, type SignRequest } from "../../day/sign-requests";
import type { PoolSituation } from "../../day/situation";
import { holdSnapshot, loadSnapshot } from "../../day/snapshot";
import { findPause } from "../../engine-pause/find-pause";
import { finalDepth } from "../../final-depth";
import { type JobResult, waiting } from "../../job-result";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import { demandPool } from "../../pool/load-pool";
import { bindingOf, signedStateOf } from "../../pool/signed-state";
import { demandDayBefore, endNamedBy } from "./day-before-changed";

/**
 * What a day's plan waits for before it is asked for: signers sign one thing for a state of the pool, and were asked
 * for another. Null if nothing is in the way. Cheap: it comes before the report is read.
 */
export async function whatIsInTheWay(
  ctx: PayoutContext,
  day: DayRow,
  { pool, now }: PoolSituation,
): Promise<JobResult | null> {
  // The deadline is none of the digest's.
  const binding = bindingOf(pool, 0);
  const { plan: digest } = await bindDayPlan(ctx.db, day, binding);
  const finality = { now, finalDepth: await finalDepth(ctx.source) };
  const other = await mayLandInstead(ctx.db, { digest, signedFor: signedStateOf(binding) }, finality);
  return other && waiting(sayOther(other));
}

/**
 * Writes that signers are asked for a day's plan, bound to the pool as it stands, and moves the day: from here on it
 * counts as signed, whatever becomes of question and answer. Throws LostRace if something has come in the way.
 */
export async function requestPlan(
  ctx: PayoutContext,
  day: DayRow,
  move: "propose" | "proposeAgain",
  { wantedMs, now, pool, operations }: PoolSituation & { readonly wantedMs: PosixMs },
): Promise<void> {
  const { dayIndex } = day;
  // A late day still gets its time for approval, but no more than the contract allows.
  const fromMs = Math.max(now.timeMs, pool.datum.lastPayoutMs + pool.settings.minGapMs);
  const deadlineMs = boundDeadline(wantedMs, { nowMs: now.timeMs, fromMs, ...pool, operations });
  const binding = bindingOf(pool, deadlineMs);
  const { plan: digest, texts } = await bindDayPlan(ctx.db, day, binding);
  const signedFor = signedStateOf(binding);
  const wanted = { dayIndex, what: "plan", digest, deadlineMs, signedFor, text: texts.propose } as const;
  const finality = { now, finalDepth: await finalDepth(ctx.source) };
  const snapshot = await loadSnapshot(ctx.db, day);
  await withTransaction(ctx.db, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await demandPool(tx, pool);
    await demandDayBefore(tx, day, snapshot, await endNamedBy(tx, day));
    if (await findPause(tx)) throw new LostRace("the engine was paused meanwhile");
    if (await findHold(tx)) throw new LostRace("payouts were held meanwhile");
    const inTheWay = await requestSignatures(tx, wanted, finality);
    if (inTheWay) throw new LostRace(sayOther(inTheWay));
    await moveDay(tx, day, move, {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: texts.propose,
      set: { planDigest: digest, deadlineMs, signedFor },
    });
  });
}

function sayOther({ what, dayIndex, deadlineMs }: SignRequest): string {
  const until = new Date(deadlineMs).toISOString();
  return what === "resume"
    ? `what day ${dayIndex} left unpaid is being resumed, until ${until} at the latest`
    : `another plan of day ${dayIndex} that was asked for can land until ${until}, and until no rollback can undo that`;
}
