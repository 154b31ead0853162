import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { incident, incidentEntry, incidentLook } from "@/db/schema";
import type { Priority } from "@/server/domain/monitoring/priority";
import type { IncidentState } from "@/server/domain/monitoring/states";
import type { PosixMs } from "@/server/domain/units";
import { momentsOf } from "./incident-view";

/** What everybody may know of an incident: nothing of what is inside, and nobody's name. */
export type PublicIncident = {
  readonly id: number;
  readonly priority: Priority;
  readonly state: IncidentState;
  readonly text: string;
  readonly beganMs: PosixMs;
  /** Since when it was well; null while it is open. */
  readonly overMs: PosixMs | null;
  /** What people wrote for everybody, newest first. */
  readonly updates: readonly PublicUpdate[];
};

export type PublicUpdate = { readonly state: IncidentState | null; readonly text: string; readonly atMs: PosixMs };

export type PublicIncidents = {
  /** When rules last looked; null if they never did. Who says that all is well must know it. */
  readonly lookedMs: PosixMs | null;
  /** The most urgent first. */
  readonly open: readonly PublicIncident[];
  /** Of the last 90 days, newest first. */
  readonly over: readonly PublicIncident[];
};

export const PUBLIC_DAYS = 90;
const DAY_MS = 86_400_000;
const MOST = 100;
const MOST_UPDATES = 2_000;

const cause = alias(incident, "cause");
/** Told of, and not only because of what the public is told already. */
const isTold = and(isNotNull(incident.publicText), or(isNull(incident.causeId), isNull(cause.publicText)));

/** What the status page shows. */
export async function listPublicIncidents(db: Database, nowMs: PosixMs): Promise<PublicIncidents> {
  const [look] = await db.select({ lookedAt: incidentLook.lookedAt }).from(incidentLook);
  const select = () => db.select({ row: incident }).from(incident).leftJoin(cause, eq(cause.id, incident.causeId));
  const open = await select()
    .where(and(isTold, isNull(incident.resolvedAt)))
    .orderBy(asc(incident.priority), desc(incident.id))
    .limit(MOST);
  const over = await select()
    .where(and(isTold, gte(incident.resolvedAt, new Date(nowMs - PUBLIC_DAYS * DAY_MS))))
    .orderBy(desc(incident.id))
    .limit(MOST);
  const updates = await readUpdates(
    db,
    [...open, ...over].map(({ row }) => row.id),
  );
  const toPublic = ({ row }: { readonly row: typeof incident.$inferSelect }): PublicIncident => ({
    id: row.id,
    priority: row.priority,
    state: row.state,
    text: row.publicText ?? "",
    beganMs: row.beganAt.getTime(),
    overMs: momentsOf(row).overMs,
    updates: updates.get(row.id) ?? [],
  });
  return { lookedMs: look?.lookedAt.getTime() ?? null, open: open.map(toPublic), over: over.map(toPublic) };
}

async function readUpdates(db: Database, ids: readonly number[]): Promise<Map<number, PublicUpdate[]>> {
  const byIncident = new Map<number, PublicUpdate[]>();
  if (ids.length === 0) return byIncident;
  const rows = await db
    .select()
    .from(incidentEntry)
    .where(and(inArray(incidentEntry.incidentId, [...ids]), eq(incidentEntry.isPublic, true)))
    .orderBy(desc(incidentEntry.id))
    .limit(MOST_UPDATES);
  for (const { incidentId, state, text, at } of rows) {
    const updates = byIncident.get(incidentId) ?? [];
    byIncident.set(incidentId, updates);
    updates.push({ state, text, atMs: at.getTime() });
  }
  return byIncident;
}
