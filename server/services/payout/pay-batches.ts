import { withTransaction } from "@/db/transaction";
import type { AttemptState } from "@/server/domain/day/attempt-states";
import { again, done, needsHuman } from "../context";
import type { DayStep, Situation } from "../day/day-step";
import { proposeAgain } from "../day/gather-approvals";
import { type DayRow, moveDay } from "../day/move-day";
import { type AttemptRow, liveAttempts } from "./attempts";
import { broadcastAttempt } from "./broadcast-attempt";
import { ensureAttempt } from "./build-attempt";
import { readLineage } from "./lineage";
import type { PayoutContext } from "./payout-context";

const IN_FLIGHT: readonly AttemptState[] = ["BUILT", "BROADCAST"];

/** APPROVED: builds the Commit, stores it, sends it. The confirm job sees it land and moves the day. */
export const commitPlan: DayStep = async (ctx, day, situation) => {
  const row = await ensureAttempt(ctx, day, 0, situation);
  if (row) {
    const sent = await sendIfDue(ctx, row, situation);
    return done(sent ?? `the Commit of day ${day.dayIndex} is on its way`);
  }
  const deadlineMs = day.deadlineMs ?? 0;
  if (situation.now.timeMs >= deadlineMs - situation.pool.settings.minWindowMs) {
    return proposeAgain(ctx, day, situation, deadlineMs);
  }
  return needsHuman(
    `the plan of day ${day.dayIndex} cannot be committed on the pool as it stands: it was signed for another state, or a signature is missing`,
  );
};

/** COMMITTED: the first batch may be built. */
export const startPaying: DayStep = async (ctx, day, { now }) => {
  await withTransaction(ctx.db, (tx) =>
    moveDay(tx, day, "PAYING", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: `${day.batches} batches to pay`,
    }),
  );
  return again(`day ${day.dayIndex} is being paid`);
};

/** PAYING: builds the next batch on the one before it, and sends again what was not seen for some blocks. */
export const payBatches: DayStep = async (ctx, day, situation) => {
  const { now, pool, operations } = situation;
  const lineage = await readLineage(ctx.db, day.planDigest ?? "");
  const paid = lineage.paid.size;
  const total = day.batches ?? 0;
  if (paid >= total) return done(`all ${total} batches of day ${day.dayIndex} are in the ledger`);
  const live = (await liveAttempts(ctx.db, day.dayIndex)).filter((row) => row.batchNo > paid);
  for (const row of live) await sendIfDue(ctx, row, situation);
  const inFlight = live.filter((row) => IN_FLIGHT.includes(row.state as AttemptState)).length;
  const next = paid + live.length + 1;
  if (next > total || inFlight >= operations.mostInFlight) {
    return done(`${paid} of ${total} batches are in the ledger, ${inFlight} on their way`);
  }
  const row = await ensureAttempt(ctx, day, next, situation);
  if (!row) return waitOrAsk(day, pool.datum.status, now.timeMs);
  const sent = await broadcastAttempt(ctx, row, situation);
  return sent.sent ? again(`batch ${next} of ${total} is sent`) : done(sent.detail);
};

function waitOrAsk(day: DayRow, status: Situation["pool"]["datum"]["status"], nowMs: number) {
  if (status.kind === "paying" && nowMs >= status.deadlineMs) {
    return needsHuman(
      `the deadline of day ${day.dayIndex}'s plan passed before all was paid: what is left needs an Expire and a Resume`,
    );
  }
  return done("the next batch waits for the one before it");
}

/** Sends a transaction that was never sent, or not seen for some blocks since. */
async function sendIfDue(ctx: PayoutContext, row: AttemptRow, situation: Situation): Promise<string | null> {
  const { now, operations } = situation;
  if (!IN_FLIGHT.includes(row.state as AttemptState) || now.slot >= row.validUntilSlot) return null;
  const blocksSince = now.height - (row.lastBroadcastHeight ?? Number.NEGATIVE_INFINITY);
  if (row.state === "BROADCAST" && blocksSince < operations.resendBlocks) return null;
  return (await broadcastAttempt(ctx, row, situation)).detail;
}
