import { and, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { delivery, incident } from "@/db/schema";
import { announcementKey, type IncidentNow } from "@/server/domain/monitoring/notifications-of-incident";

/** Incidents with one text, newest first, among which the last that was announced is looked for. */
const MOST_LOOKED_AT = 100;

export async function readIncidentNow(tx: Transaction, id: number): Promise<IncidentNow | null> {
  const [row] = await tx.select().from(incident).where(eq(incident.id, id));
  if (!row) return null;
  const { kind, fact, publicText, resolvedAt, causeId } = row;
  const now = { kind, fact, publicText, isOpen: resolvedAt === null, isDependent: causeId !== null };
  if (publicText === null) return { ...now, alike: 0, announced: null };
  const isAlike = eq(incident.publicText, publicText);
  const isOpenToo = and(isAlike, isNull(incident.resolvedAt), isNull(incident.causeId), ne(incident.id, id));
  const recent = await tx
    .select({ id: incident.id, resolvedAt: incident.resolvedAt })
    .from(incident)
    .where(isAlike)
    .orderBy(desc(incident.id))
    .limit(MOST_LOOKED_AT);
  return { ...now, alike: await tx.$count(incident, isOpenToo), announced: await findAnnounced(tx, recent) };
}

type Recent = { readonly id: number; readonly resolvedAt: Date | null };

/** The newest of these by which the public heard the text, and did not hear of its end. */
async function findAnnounced(tx: Transaction, recent: readonly Recent[]): Promise<IncidentNow["announced"]> {
  const keys = recent.flatMap(({ id }) => [announcementKey(id, "opened"), announcementKey(id, "resolved")]);
  const rows = await tx.selectDistinct({ key: delivery.key }).from(delivery).where(inArray(delivery.key, keys));
  const told = new Set(rows.map(({ key }) => key));
  const found = recent.find(
    ({ id }) => told.has(announcementKey(id, "opened")) && !told.has(announcementKey(id, "resolved")),
  );
  return found ? { id: found.id, resolvedMs: found.resolvedAt?.getTime() ?? null } : null;
}
