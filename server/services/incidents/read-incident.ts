import { asc, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident, incidentEntry } from "@/db/schema";
import type { IncidentEntryKind, IncidentState } from "@/server/domain/monitoring/states";
import type { PosixMs } from "@/server/domain/units";
import { type IncidentView, toViews } from "./incident-view";
import { actorNames } from "./internal/actor-names";
import { type IncidentRow, noIncident } from "./internal/rows";

export type TimelineEntry = {
  readonly id: number;
  readonly kind: IncidentEntryKind;
  readonly state: IncidentState | null;
  /** A person's name, or "rules". */
  readonly by: string;
  readonly text: string;
  readonly isPublic: boolean;
  readonly atMs: PosixMs;
};

export type IncidentDetails = {
  readonly incident: IncidentView;
  readonly cause: IncidentView | null;
  /** All that it explains or explained, also by what it explains. */
  readonly dependents: readonly IncidentView[];
  /** Newest first. */
  readonly timeline: readonly TimelineEntry[];
};

const MOST_ENTRIES = 500;
const MOST_DEPENDENTS = 200;

/** All about one incident. Throws ServiceError. */
export async function readIncident(db: Database, id: number): Promise<IncidentDetails> {
  const [row] = await db.select().from(incident).where(eq(incident.id, id));
  if (!row) throw noIncident(id);
  const causes = row.causeId === null ? [] : await db.select().from(incident).where(eq(incident.id, row.causeId));
  const [view, ...others] = await toViews(db, [row, ...causes, ...(await readDependents(db, id))]);
  if (!view) throw noIncident(id);
  return {
    incident: view,
    cause: causes.length > 0 ? (others[0] ?? null) : null,
    dependents: others.slice(causes.length),
    timeline: await readTimeline(db, id),
  };
}

/** Step by step: the causes of kinds have no cycle, so that this ends. */
async function readDependents(db: Database, id: number): Promise<IncidentRow[]> {
  const found: IncidentRow[] = [];
  let ids = [id];
  while (ids.length > 0 && found.length < MOST_DEPENDENTS) {
    const rows = await db
      .select()
      .from(incident)
      .where(inArray(incident.causeId, ids))
      .orderBy(asc(incident.id))
      .limit(MOST_DEPENDENTS - found.length);
    found.push(...rows);
    ids = rows.map((each) => each.id);
  }
  return found;
}

async function readTimeline(db: Database, id: number): Promise<TimelineEntry[]> {
  const rows = await db
    .select()
    .from(incidentEntry)
    .where(eq(incidentEntry.incidentId, id))
    .orderBy(desc(incidentEntry.id))
    .limit(MOST_ENTRIES);
  const nameOf = await actorNames(
    db,
    rows.map(({ actor }) => actor),
  );
  return rows.map(({ id: entryId, kind, state, actor, text, isPublic, at }) => {
    return { id: entryId, kind, state, by: nameOf(actor), text, isPublic, atMs: at.getTime() };
  });
}
