import type { Database } from "@/db/client";
import type { Send, Sent } from "@/server/domain/monitoring/channel";
import { pauseAfter } from "@/server/domain/monitoring/delivery-times";
import type { PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import { endDelivery, holdChannel, postpone, type TakenDelivery, takeNext } from "./deliveries";

/** What one round sends of one lane, at most. */
const MOST_A_ROUND = 50;
/**
 * And for how long it begins new ones. All of a round goes by the time of its beginning: later, whoever else sends
 * would take a message for one that nobody sends any more (TAKEN_FOR_MS), and receivers would refuse its time stamp.
 */
const ROUND_MS = 20_000;

/** Messages that go the same way, one after the other. */
export type Lane = {
  /** A channel's name; those to persons share a lane (see `takeNext`). */
  readonly name: string;
  /** How to reach the receiver of a message; a text says why there is no way. */
  readonly find: (channel: string) => Promise<Send | string>;
};

type LaneContext = { readonly db: Database; readonly log: Logger; readonly signal: AbortSignal };

/**
 * Sends the messages of a lane that are due. It ends at the first that fails for now: the next round begins with
 * another one, so that neither a receiver that is away is asked for each, nor one bad message stops all.
 */
export async function runLane(ctx: LaneContext, lane: Lane, nowMs: PosixMs): Promise<void> {
  const begunMs = performance.now();
  for (let sent = 0; sent < MOST_A_ROUND && !ctx.signal.aborted; sent++) {
    if (performance.now() - begunMs > ROUND_MS) return;
    const taken = await takeNext(ctx.db, lane.name, nowMs);
    if (!taken) return;
    const result = await sendOnce(ctx, lane, { taken, nowMs });
    if (!(await settle(ctx, { taken, result, nowMs }))) return;
  }
}

type Taken = { readonly taken: TakenDelivery; readonly nowMs: PosixMs };

async function sendOnce(ctx: LaneContext, lane: Lane, { taken, nowMs }: Taken): Promise<Sent> {
  const send = await lane.find(taken.channel);
  if (typeof send === "string") return { ok: false, problem: send, isFinal: true, retryAtMs: null };
  return send(taken.message, { id: taken.messageId, key: taken.key, nowMs, signal: ctx.signal });
}

/** Writes down what became of a try. Whether the lane goes on. */
async function settle(
  { db, log }: LaneContext,
  { taken, result, nowMs }: Taken & { readonly result: Sent },
): Promise<boolean> {
  const { id, channel, key, attempts } = taken;
  if (result.ok) {
    await endDelivery(db, id, { state: "sent", problem: result.remark, nowMs });
    log.info({ channel, key, attempts }, "message sent");
    return true;
  }
  const { problem, isFinal, retryAtMs } = result;
  log.warn({ channel, key, attempts, problem, isFinal }, "message not sent");
  if (isFinal) {
    await endDelivery(db, id, { state: "given-up", problem, nowMs });
    return true;
  }
  const nextMs = Math.max(nowMs + pauseAfter(attempts, Math.random()), retryAtMs ?? 0);
  await postpone(db, id, { problem, nextMs });
  if (retryAtMs !== null) await holdChannel(db, channel, nextMs);
  return false;
}
