import { and, eq } from "drizzle-orm";
import { actProposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { shown } from "@/server/domain/shown";
import { sayWait } from "@/server/words/act-fate";
import type { PoolSituation } from "../day/situation";
import { failureInWords } from "../failure-in-words";
import { done, type JobResult } from "../job-result";
import { LostRace } from "../lost-race";
import type { PayoutContext } from "../payout/payout-context";
import { actsToSend, IS_ASKED_FOR } from "../pool/acts-to-send";
import { isDue } from "../resend";
import { submitStored } from "../submit-stored";
import type { ActRow } from "./internal/act-rows";
import { buildAndStore } from "./internal/build-and-store";
import { fateOf } from "./internal/fates";
import { recordAct } from "./internal/record-act";
import { sendUntilMs } from "./internal/send-until";

/**
 * Sends the act that somebody asked for, until our scan shows that the pool has moved on by it. Null if there is none.
 * One that cannot land or be built is asked for no more, with the reason. While one is on its way nothing else is built
 * on the pool: both would spend its output. That lasts no longer than a transaction's lifetime from when it was asked
 * for, built or not; then somebody asks again. Where building one fails, that is told, and the days go on.
 * Sending an act twice does no harm, and neither do two transactions of it: it is signed for one nonce, so at
 * most one lands.
 */
export async function advanceActs(ctx: PayoutContext, situation: PoolSituation): Promise<JobResult | null> {
  for (const row of await actsToSend(ctx.db, situation.pool)) {
    const result = await advanceAct(ctx, row, situation).catch((error: unknown) => tellFailure(ctx, row, error));
    if (result) return result;
  }
  return null;
}

/** Tried again in the next round, until its time is over: meanwhile the days go on. */
async function tellFailure(ctx: PayoutContext, row: ActRow, error: unknown): Promise<null> {
  if (error instanceof LostRace) throw error;
  ctx.log.error({ err: error, act: row.id }, "an act cannot be sent");
  const lastOutcome = `it cannot be sent now: ${failureInWords(error)}`;
  await ctx.db.update(actProposal).set({ lastOutcome }).where(isAsked(row));
  return null;
}

async function advanceAct(ctx: PayoutContext, row: ActRow, situation: PoolSituation): Promise<JobResult | null> {
  const { pool, now } = situation;
  const fate = await fateOf(ctx.db, row, { pool, height: now.height });
  if (fate.kind !== "open") return end(ctx, row, sayWait(fate));
  const isBuilt = isOn(row, pool.output.ref);
  if (now.timeMs >= sendUntilMs(row, situation.operations) || (isBuilt && now.slot >= (row.validUntilSlot ?? 0))) {
    if (isBuilt) return end(ctx, row, `its transaction ${row.txHash} was in no block before it expired`);
    return end(ctx, row, row.lastOutcome ?? "it could not be built before a transaction's lifetime was over");
  }
  if (!isBuilt) {
    const built = await buildAndStore(ctx, row, situation);
    if (built === null) return null;
    return "problem" in built ? end(ctx, row, built.problem) : send(ctx, built, situation);
  }
  return send(ctx, row, situation);
}

function isOn({ inputTxHash, inputIndex }: ActRow, { txHash, index }: { txHash: string; index: number }): boolean {
  return inputTxHash === txHash && inputIndex === index;
}

/** Sends the stored bytes, unless they were sent a few blocks ago. What the source answers changes no state. */
async function send(ctx: PayoutContext, row: ActRow, { now, operations }: PoolSituation): Promise<JobResult> {
  const what = `the act ${shown(row.text)}`;
  if (!isDue(row.lastBroadcastHeight, now.height, operations)) return done(`${what} is sent`);
  // Before sending: after a crash we may believe that more was sent than was, never less.
  const marked = await ctx.db
    .update(actProposal)
    .set({ lastBroadcastHeight: now.height })
    .where(and(isAsked(row), eq(actProposal.txHash, row.txHash ?? "")))
    .returning({ id: actProposal.id });
  if (marked.length === 0) throw new LostRace(`${what} was withdrawn or built anew`);
  const answer = await submitStored(ctx, row);
  ctx.crashAt("act-broadcast");
  await noteOutcome(ctx, row, answer);
  return done(`${what} is sent: ${answer}`);
}

/** Not sent any more until somebody asks again, so that it holds nothing back. What was sent may still land. */
async function end(ctx: PayoutContext, row: ActRow, why: string): Promise<null> {
  await withTransaction(ctx.db, async (tx) => {
    const ended = await tx
      .update(actProposal)
      .set({ sendAskedBy: null, sendAskedAt: null, lastOutcome: why })
      .where(isAsked(row))
      .returning({ id: actProposal.id });
    if (ended.length === 0) return;
    await recordAct(tx, row, { verb: "end-send", actor: "job:advance", details: { why } });
  });
  return null;
}

/** Only of the newest transaction. */
async function noteOutcome({ db }: PayoutContext, { id, txHash }: ActRow, answer: string): Promise<void> {
  await db
    .update(actProposal)
    .set({ lastOutcome: answer })
    .where(and(eq(actProposal.id, id), eq(actProposal.txHash, txHash ?? "")));
}

function isAsked({ id }: ActRow) {
  return and(eq(actProposal.id, id), IS_ASKED_FOR);
}
