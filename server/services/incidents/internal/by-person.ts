import type { Transaction } from "@/db/client";
import type { Action } from "@/server/domain/people/roles";
import type { PosixMs } from "@/server/domain/units";
import { appendAudit } from "../../audit/append-audit";
import type { PersonWithKey } from "../../people/load-person";
import { requireRight } from "../../people/require-right";

/** What a person does about an incident: who, to which, and when by the clock of whoever serves them. */
export type PersonActs = { readonly userId: string; readonly id: number; readonly nowMs: PosixMs };

const WHAT = {
  "incident.open": "reporting an incident",
  "incident.acknowledge": "acknowledging an incident",
  "incident.note": "writing about an incident",
  "incident.resolve": "resolving an incident",
} satisfies Partial<Record<Action, string>>;

type IncidentAction = keyof typeof WHAT;

/** Throws ServiceError if this person may not. */
export function requireIncidentRight(tx: Transaction, userId: string, action: IncidentAction): Promise<PersonWithKey> {
  return requireRight(tx, { userId, action, what: WHAT[action] });
}

/** The audit row of what a person did. */
export async function auditIncident(
  tx: Transaction,
  { userId, id, nowMs }: PersonActs,
  verb: "opened" | "acknowledged" | "noted" | "public-text" | "state" | "resolved" | "post-mortem",
  details: Record<string, string | number | boolean>,
): Promise<void> {
  await appendAudit(tx, {
    actor: `user:${userId}`,
    action: `incident.${verb}`,
    subject: `incident:${id}`,
    details,
    atMs: nowMs,
  });
}
