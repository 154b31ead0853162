import { withTransaction } from "@/db/transaction";
import { PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { OutRef } from "@/server/domain/ports";
import { sayBuildProblem } from "@/server/words/build-problem";
import { blocksSince } from "../../chain-now";
import { type DayRow, moveDay } from "../../day/move-day";
import type { Situation } from "../../day/situation";
import { again, done, type JobResult, needsHuman, waiting } from "../../job-result";
import { type AttemptRow, COMMIT, EXPIRE, liveAttempts, payOf } from "../../payout/attempts";
import { broadcastAttempt } from "../../payout/broadcast-attempt";
import { heldBack } from "../../payout/held-back";
import { readLineage } from "../../payout/lineage";
import type { PayoutContext } from "../../payout/payout-context";
import { depositOnItsWay } from "../../top-up/why-busy";
import type { DayStep } from "./day-step";
import { doubtDay, endDoubt } from "./doubt-day";
import { proposeAgain } from "./gather-approvals";
import { sendIfDue, sendOrBuild, tryToBuild } from "./send-attempt";
import { readAgainIfVoid } from "./void-plan";

/** APPROVED: builds the Commit, stores it and sends it. The confirm job sees it land and moves the day. */
export const commitPlan: DayStep = async (ctx, day, situation) => {
  const { now, pool } = situation;
  const isVoid = await readAgainIfVoid(ctx, day, situation);
  if (isVoid) return isVoid;
  // Once our own Commit is in the ledger, the last one is that, and the pool is not idle.
  const fromMs = pool.datum.lastPayoutMs + pool.settings.minGapMs;
  const isInTime = now.timeMs < (signUntilMs(day, pool.settings) ?? 0);
  if (pool.datum.status.kind === "idle" && now.timeMs < fromMs && isInTime) {
    const from = new Date(fromMs).toISOString();
    return waiting(`until ${from}: the pool wants a gap between two Commits, and day ${day.dayIndex} is next`);
  }
  const deposit = await depositOnItsWay(ctx.db, pool, now, situation.operations);
  if (deposit && isInTime) return waiting(`until the deposit ${deposit} is in a block: the Commit is built after it`);
  const built = await tryToBuild(ctx, day, COMMIT, situation);
  if ("problem" in built) {
    return needsHuman(
      `the Commit of day ${day.dayIndex} cannot be built: ${sayBuildProblem(built.problem)}. It is tried again until its deadline; then the day is planned again.`,
    );
  }
  if (built.row) {
    const sent = await sendIfDue(ctx, built.row, situation);
    return done(sent?.detail ?? `the Commit of day ${day.dayIndex} is sent`);
  }
  if (!isInTime) return proposeAgain(ctx, day, situation);
  return needsHuman(
    `cannot commit the plan of day ${day.dayIndex}: it was signed for another state of the pool, or a signature is missing`,
  );
};

/** COMMITTED: from here on batches may be built. */
export const startPaying: DayStep = async (ctx, day, { now }) => {
  await withTransaction(ctx.db, (tx) =>
    moveDay(tx, day, "startPaying", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: `${day.batches} batches to pay`,
    }),
  );
  return again(`day ${day.dayIndex} is being paid`);
};

/**
 * PAYING: builds the next batch on the one before it, and resends transactions not seen for some blocks. Once no Pay of
 * the plan can land any more, it ends the plan: what is unpaid is paid by the next day's.
 */
export const payBatches: DayStep = async (ctx, day, situation) => {
  const { now, pool, operations } = situation;
  const { status } = pool.datum;
  if (status.kind === "paying" && now.timeMs >= status.deadlineMs) {
    return endPlan(ctx, day, status.deadlineMs, situation);
  }
  const lineage = await readLineage(ctx.db, day.planDigest ?? "");
  const paid = lineage.paid.size;
  const total = day.batches ?? 0;
  if (paid >= total) return done(`all ${total} batches of day ${day.dayIndex} are in the ledger`);
  const live = await liveAttempts(ctx.db, day.dayIndex, paid + 1);
  const chained = chainFrom(pool.output.ref, live, paid + 1, now.slot);
  for (const row of chained.rows) {
    const held = await sendIfDue(ctx, row, situation);
    // The next one spends its output, so sending it alone would only be refused.
    if (held && !held.sent) return done(held.detail);
  }
  const inFlight = chained.rows.length;
  const next = paid + inFlight + 1;
  if (chained.broken) {
    return done(`batch ${next} of ${total} is built again once its last transaction is proven never to land`);
  }
  if (next > total || inFlight >= operations.mostInFlight) {
    return done(`${paid} of ${total} batches are in the ledger, ${inFlight} are sent`);
  }
  // Checked before building: a transaction that waits for the next hour would expire.
  const held = await heldBack(ctx, { dayIndex: day.dayIndex, ...payOf(next) }, situation);
  if (held) return done(held);
  const built = await tryToBuild(ctx, day, payOf(next), situation);
  if ("problem" in built) {
    // Those before it land whatever becomes of it, and may have to be sent again.
    if (inFlight > 0) return done(`batch ${next} cannot be built, and waits for those before it`);
    return doubtDay(ctx, day, { snapshot: null, reason: { kind: "cannot-build", batchNo: next, ...built } });
  }
  await endDoubt(ctx, day);
  const { row } = built;
  if (!row) return done("the next batch waits for the one before it");
  if (row.state !== "BUILT") return again(`another instance is sending batch ${next}`);
  const sent = await broadcastAttempt(ctx, row, situation);
  return sent.sent ? again(`batch ${next} of ${total} is sent`) : done(sent.detail);
};

/**
 * The pending attempts, each spending the output of the one before, starting at the live pool. `broken` if the next
 * batch has an attempt that can no longer land, by its expiry or its input. Nothing is built past it until it is given
 * up by proof.
 */
function chainFrom(pool: OutRef, live: readonly AttemptRow[], firstBatch: number, nowSlot: number) {
  const rows: AttemptRow[] = [];
  let input = pool;
  for (let batchNo = firstBatch; ; batchNo++) {
    const row = live.find((other) => other.batchNo === batchNo);
    if (!row) return { rows, broken: false };
    const fits = row.inputTxHash === input.txHash && row.inputIndex === input.index;
    const canLand = PENDING_ATTEMPT_STATES.includes(row.state) && nowSlot < row.validUntilSlot;
    if (!fits || !canLand) return { rows, broken: true };
    rows.push(row);
    input = { txHash: row.txHash, index: 0 };
  }
}

/**
 * The deadline of a plan has passed with batches unpaid. Ends it by an Expire, once a Pay from before the deadline is
 * in a block that we have read, if it is in one.
 */
async function endPlan(ctx: PayoutContext, day: DayRow, deadlineMs: number, situation: Situation): Promise<JobResult> {
  const { dayIndex } = day;
  const { expiryDepth } = situation.operations;
  const blocks = await blocksSince(ctx.db, deadlineMs);
  if (blocks < expiryDepth) {
    return waiting(`day ${dayIndex}'s plan ends ${expiryDepth} blocks after its deadline; there are ${blocks}`);
  }
  return sendOrBuild(ctx, day, EXPIRE, situation);
}
