import { withTransaction } from "@/db/transaction";
import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { OutRef } from "@/server/domain/ports";
import { again, done, needsHuman } from "../context";
import { type DayRow, moveDay } from "../day/move-day";
import { type AttemptRow, liveAttempts } from "../payout/attempts";
import { type Broadcast, broadcastAttempt } from "../payout/broadcast-attempt";
import { ensureAttempt } from "../payout/build-attempt";
import { heldBack } from "../payout/held-back";
import { readLineage } from "../payout/lineage";
import type { PayoutContext } from "../payout/payout-context";
import type { DayStep, Situation } from "./day-step";
import { proposeAgain } from "./gather-approvals";

const IN_FLIGHT: readonly AttemptState[] = ["BUILT", "BROADCAST"];

/** APPROVED: builds the Commit, stores it, sends it. The confirm job sees it land and moves the day. */
export const commitPlan: DayStep = async (ctx, day, situation) => {
  const row = await ensureAttempt(ctx, day, 0, situation);
  if (row) {
    const sent = await sendIfDue(ctx, row, situation);
    return done(sent?.detail ?? `the Commit of day ${day.dayIndex} is on its way`);
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
  const chained = chainFrom(pool.output.ref, await liveAttempts(ctx.db, day.dayIndex), paid + 1, now.slot);
  for (const row of chained.rows) {
    const held = await sendIfDue(ctx, row, situation);
    // What comes after it spends what it makes: sent alone it could only be refused.
    if (held && !held.sent) return done(held.detail);
  }
  const inFlight = chained.rows.length;
  const next = paid + inFlight + 1;
  if (chained.broken) {
    return done(`batch ${next} of ${total} is built again once its last transaction is proven never to land`);
  }
  if (next > total || inFlight >= operations.mostInFlight) {
    return done(`${paid} of ${total} batches are in the ledger, ${inFlight} on their way`);
  }
  // Before it is built: what waits for the next hour would have expired by then.
  const held = await heldBack(ctx, { dayIndex: day.dayIndex, batchNo: next }, situation);
  if (held) return done(held);
  const row = await ensureAttempt(ctx, day, next, situation);
  if (!row) return waitOrAsk(day, pool.datum.status, now.timeMs);
  if (row.state !== "BUILT") return again(`another instance sends batch ${next}`);
  const sent = await broadcastAttempt(ctx, row, situation);
  return sent.sent ? again(`batch ${next} of ${total} is sent`) : done(sent.detail);
};

/**
 * The attempts on their way, each spending what the one before makes, from the live pool on. `broken` where the next
 * batch has an attempt that can land no more, by its expiry or its input: nothing is built past it until it is given
 * up by proof.
 */
function chainFrom(pool: OutRef, live: readonly AttemptRow[], firstBatch: number, nowSlot: number) {
  const rows: AttemptRow[] = [];
  let input = pool;
  for (let batchNo = firstBatch; ; batchNo++) {
    const row = live.find((other) => other.batchNo === batchNo);
    if (!row) return { rows, broken: false };
    const fits = row.inputTxHash === input.txHash && row.inputIndex === input.index;
    const canLand = IN_FLIGHT.includes(row.state as AttemptState) && nowSlot < row.validUntilSlot;
    if (!fits || !canLand) return { rows, broken: true };
    rows.push(row);
    input = { txHash: row.txHash, index: 0 };
  }
}

function waitOrAsk(day: DayRow, status: Situation["pool"]["datum"]["status"], nowMs: number) {
  if (status.kind === "paying" && nowMs >= status.deadlineMs) {
    return needsHuman(
      `the deadline of day ${day.dayIndex}'s plan passed before all was paid: what is left needs an Expire and a Resume`,
    );
  }
  return done("the next batch waits for the one before it");
}

/** Sends a transaction that was never sent, or not seen for some blocks since. */
async function sendIfDue(ctx: PayoutContext, row: AttemptRow, situation: Situation): Promise<Broadcast | null> {
  const { now, operations } = situation;
  if (!IN_FLIGHT.includes(row.state as AttemptState) || now.slot >= row.validUntilSlot) return null;
  const blocksSince = now.height - (row.lastBroadcastHeight ?? Number.NEGATIVE_INFINITY);
  if (row.state === "BROADCAST" && blocksSince < operations.resendBlocks) return null;
  return broadcastAttempt(ctx, row, situation);
}
