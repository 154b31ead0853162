import { and, eq, lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { type DeliveryState, delivery } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { NEVER_PUT_OFF_MS, TAKEN_FOR_MS } from "@/server/domain/monitoring/delivery-times";
import { PERSONS } from "@/server/domain/monitoring/wants";
import type { PosixMs } from "@/server/domain/units";

export type TakenDelivery = Pick<
  typeof delivery.$inferSelect,
  "id" | "messageId" | "channel" | "key" | "message" | "attempts"
>;

/**
 * The next message of a lane that is due, for this process alone for as long as a try may take: the most urgent one,
 * since no alert waits behind a notification, and of these the oldest. What was queued later of the same incident waits
 * for what was queued before: nobody hears first that it is over.
 */
export function takeNext(db: Database, lane: string, nowMs: PosixMs): Promise<TakenDelivery | null> {
  return withTransaction(db, async (tx) => {
    const [next] = await tx
      .select({ id: delivery.id })
      .from(delivery)
      .where(
        sql`${inLane(lane)} and ${delivery.state} = 'waiting'
          and ${delivery.nextTryAt} not between ${after(nowMs, 1)} and ${after(nowMs, NEVER_PUT_OFF_MS)}
          and not exists (select from delivery earlier where earlier.channel = ${delivery.channel}
            and earlier.state = 'waiting' and earlier.id < ${delivery.id}
            and earlier.incident_id = ${delivery.incidentId})`,
      )
      // News have no priority, and come last.
      .orderBy(sql`${delivery.message} ->> 'priority'`, delivery.id)
      .limit(1)
      .for("update", { skipLocked: true });
    if (!next) return null;
    const [taken] = await tx
      .update(delivery)
      .set({ attempts: sql`${delivery.attempts} + 1`, nextTryAt: new Date(nowMs + TAKEN_FOR_MS) })
      .where(eq(delivery.id, next.id))
      .returning();
    return taken ?? null;
  });
}

const after = (nowMs: PosixMs, ms: number) => new Date(nowMs + ms).toISOString();

const inLane = (lane: string) =>
  lane === PERSONS ? sql`starts_with(${delivery.channel}, ${PERSONS})` : sql`${delivery.channel} = ${lane}`;

type Ended = {
  readonly state: Extract<DeliveryState, "sent" | "given-up">;
  readonly problem: string | null;
  readonly nowMs: PosixMs;
};

export async function endDelivery(db: Database, id: number, { state, problem, nowMs }: Ended): Promise<void> {
  await db
    .update(delivery)
    .set({ state, problem, endedAt: new Date(nowMs) })
    .where(and(eq(delivery.id, id), eq(delivery.state, "waiting")));
}

type Postponed = { readonly problem: string; readonly nextMs: PosixMs };

export async function postpone(db: Database, id: number, { problem, nextMs }: Postponed): Promise<void> {
  await db
    .update(delivery)
    .set({ problem, nextTryAt: new Date(nextMs) })
    .where(and(eq(delivery.id, id), eq(delivery.state, "waiting")));
}

/** A receiver that asks to be left alone, or refuses all, is sent nothing until then, whatever waits for it. */
export async function holdChannel(db: Database, channel: string, untilMs: PosixMs): Promise<void> {
  const until = new Date(untilMs);
  await db
    .update(delivery)
    .set({ nextTryAt: until })
    .where(and(eq(delivery.channel, channel), eq(delivery.state, "waiting"), lt(delivery.nextTryAt, until)));
}
