import type { Transaction } from "@/db/client";
import { outbox } from "@/db/schema";

/** Names of events. */
export type EventName =
  | "chain.rollback"
  | "scan.difference"
  | "source.state"
  | "source.chosen"
  | "day.state"
  | "day.resume"
  | "day.release-asked"
  | "batch.state"
  | "approval.wanted"
  | "approval.added"
  | "top-up.state"
  | "proposal.state"
  | "act.state"
  | "payouts.held"
  | "payouts.release-asked"
  | "payouts.released"
  | "engine.paused"
  | "engine.checked"
  | "engine.resumed"
  | "incident.opened"
  | "incident.acknowledged"
  | "incident.resolved"
  | "incident.changed"
  | "person.notice";

/** Queues an event for all listeners, in the transaction that makes it true. */
export async function queueEvent(tx: Transaction, event: EventName, payload: Record<string, unknown>): Promise<void> {
  await tx.insert(outbox).values({ event, payload });
}
