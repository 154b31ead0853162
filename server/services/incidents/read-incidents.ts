import { and, asc, desc, isNotNull, isNull, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident } from "@/db/schema";
import { type IncidentView, toViews } from "./incident-view";

export type IncidentPage = {
  /** All that is open, the most urgent first; on the first page alone. */
  readonly open: readonly IncidentView[];
  /** What is over, newest first. */
  readonly over: readonly IncidentView[];
  /** Pass as `below` for the next page; null at the end. */
  readonly olderThan: number | null;
};

/** Storms are one incident, so that this many are open only if people opened them. */
const MOST_OPEN = 500;

/** Incidents, a page at a time. `below`: only what is over and has a lower number. */
export async function readIncidents(
  db: Database,
  { below, limit }: { readonly below: number | null; readonly limit: number },
): Promise<IncidentPage> {
  const open = below === null ? await readOpen(db) : [];
  const rows = await db
    .select()
    .from(incident)
    .where(and(isNotNull(incident.resolvedAt), below === null ? undefined : lt(incident.id, below)))
    .orderBy(desc(incident.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    open,
    over: await toViews(db, page),
    olderThan: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

/** All that is open, the most urgent first. */
export async function readOpen(db: Database): Promise<IncidentView[]> {
  const rows = await db
    .select()
    .from(incident)
    .where(isNull(incident.resolvedAt))
    .orderBy(asc(incident.priority), desc(incident.id))
    .limit(MOST_OPEN);
  return toViews(db, rows);
}
