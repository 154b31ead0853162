import type { Transaction } from "@/db/client";
import { type DeliveryState, delivery } from "@/db/schema";
import type { Message } from "@/server/domain/monitoring/message";
import type { PosixMs } from "@/server/domain/units";

export type QueuedMessage = {
  /** The name of a channel, or `person:` and a person's id. */
  readonly channel: string;
  /** One message for each channel and key: a second one is not queued. */
  readonly key: string;
  readonly message: Message;
  readonly incidentId: number | null;
  readonly nowMs: PosixMs;
  readonly state?: Extract<DeliveryState, "waiting" | "summed-up">;
};

/** Queues a message in the transaction that makes it true. Whether it is new. */
export async function queueMessage(tx: Pick<Transaction, "insert">, queued: QueuedMessage): Promise<boolean> {
  const { nowMs, ...row } = queued;
  const now = new Date(nowMs);
  const endedAt = row.state === "summed-up" ? now : null;
  const made = await tx
    .insert(delivery)
    .values({ ...row, queuedAt: now, nextTryAt: now, endedAt })
    .onConflictDoNothing({ target: [delivery.channel, delivery.key] })
    .returning({ id: delivery.id });
  return made.length === 1;
}
