import type { Transaction } from "@/db/client";
import { incidentEntry } from "@/db/schema";
import { tell } from "@/db/tell";
import type { IncidentEntryKind, IncidentState } from "@/server/domain/monitoring/states";
import type { PosixMs } from "@/server/domain/units";
import { type EventName, queueEvent } from "../../outbox/queue-event";
import type { IncidentRow } from "./rows";

/** Who or what writes on a timeline: people, and rules. */
export type Author = `user:${string}` | "rules";
export const RULES: Author = "rules";

type Entry = {
  readonly kind: IncidentEntryKind;
  readonly text: string;
  readonly author: Author;
  readonly atMs: PosixMs;
  /** The state from then on, where the entry changes it. */
  readonly state?: IncidentState;
  readonly isPublic?: boolean;
};

/** Writes on an incident's timeline, and tells all listeners, in the transaction that makes it true. */
export async function record(tx: Transaction, row: IncidentRow, { author, atMs, ...entry }: Entry): Promise<void> {
  await tx.insert(incidentEntry).values({ ...entry, incidentId: row.id, actor: author, at: new Date(atMs) });
  await queueEvent(tx, EVENTS[entry.kind] ?? "incident.changed", {
    incident: row.id,
    kind: row.kind,
    subject: row.subject,
    priority: row.priority,
    state: row.state,
    isPublic: row.publicText !== null,
    change: entry.kind,
  });
  // Pages of the console are read again.
  await tell(tx, "record", 0);
}

const EVENTS: Partial<Record<IncidentEntryKind, EventName>> = {
  opened: "incident.opened",
  acknowledged: "incident.acknowledged",
  resolved: "incident.resolved",
};
