import { asc, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incident } from "@/db/schema";
import type { OpenIncident } from "@/server/domain/monitoring/judge-incidents";
import { ServiceError } from "../../errors";

export type IncidentRow = typeof incident.$inferSelect;

/** Everything that is open, held until the transaction ends. */
export async function holdOpen(tx: Transaction): Promise<IncidentRow[]> {
  return tx.select().from(incident).where(isNull(incident.resolvedAt)).orderBy(asc(incident.id)).for("update");
}

/** One incident, held until the transaction ends. Throws ServiceError. */
export async function holdIncident(tx: Transaction, id: number): Promise<IncidentRow> {
  const [row] = await tx.select().from(incident).where(eq(incident.id, id)).for("update");
  if (!row) throw noIncident(id);
  return row;
}

export function noIncident(id: number): ServiceError {
  return new ServiceError("not-found", `there is no incident ${id}`);
}

/** Throws ServiceError if it is over. */
export function requireOpen({ id, resolvedAt, state }: IncidentRow): void {
  if (resolvedAt !== null) throw new ServiceError("wrong-state", `incident ${id} is over: its state is ${state}`);
}

export function toOpenIncident({ wellSince, lastSeenAt, ...row }: IncidentRow): OpenIncident {
  const { id, kind, subject, priority, causeId } = row;
  const times = { wellSinceMs: wellSince?.getTime() ?? null, lastSeenMs: lastSeenAt.getTime() };
  return { id, kind, subject, priority, causeId, ...times };
}
