import { eq, sql } from "drizzle-orm";
import { attempt } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { findHold } from "../chain-hold/find-hold";
import type { ChainNow } from "../chain-now";
import { loadDay } from "../day/load-day";
import type { Situation } from "../day/situation";
import { LostRace } from "../lost-race";
import { submitStored } from "../submit-stored";
import { type AttemptRow, moveAttempt } from "./attempts";
import { heldBack } from "./held-back";
import type { PayoutContext } from "./payout-context";

export type Broadcast = { readonly sent: boolean; readonly detail: string };

/**
 * Sends the stored bytes. The first time, it marks the attempt as broadcast before sending: after a crash we may
 * believe that more was sent than was, never less. No answer changes a state: the chain does.
 */
export async function broadcastAttempt(ctx: PayoutContext, row: AttemptRow, situation: Situation): Promise<Broadcast> {
  const { now } = situation;
  if (row.state !== "BUILT") return { sent: true, detail: await resendAttempt(ctx, row, now) };
  const held = await heldBack(ctx, row, situation);
  if (held) return { sent: false, detail: held };
  await withTransaction(ctx.db, async (tx) => {
    const day = await loadDay(tx, row.dayIndex, "for update");
    if (day.state === "FROZEN") throw new LostRace(`day ${row.dayIndex} was stopped meanwhile`);
    if (await findHold(tx)) throw new LostRace("payouts were held meanwhile");
    await moveAttempt(tx, row, "broadcast", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: "sent for the first time",
      set: { firstBroadcastMs: now.timeMs, lastBroadcastHeight: now.height, broadcasts: 1 },
    });
  });
  return { sent: true, detail: await submit(ctx, row) };
}

/** Sends the bytes of a transaction that was sent before once more. Answers what the source said. */
export async function resendAttempt(
  ctx: PayoutContext,
  row: AttemptRow,
  { height }: Pick<ChainNow, "height">,
): Promise<string> {
  await ctx.db
    .update(attempt)
    .set({ broadcasts: sql`${attempt.broadcasts} + 1`, lastBroadcastHeight: height })
    .where(eq(attempt.id, row.id));
  return submit(ctx, row);
}

async function submit(ctx: PayoutContext, row: AttemptRow): Promise<string> {
  const answer = await submitStored(ctx, row);
  if (row.kind === "pay") ctx.crashAt("payout-broadcast");
  await ctx.db.update(attempt).set({ lastOutcome: answer }).where(eq(attempt.id, row.id));
  return answer;
}
