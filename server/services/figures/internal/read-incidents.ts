import { count, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident } from "@/db/schema";
import { type Figure, known } from "@/server/domain/monitoring/figures";
import { INCIDENT_KINDS, KIND_NAMES } from "@/server/domain/monitoring/kinds";
import { PRIORITIES } from "@/server/domain/monitoring/priority";

/** Also of kinds that are well, at 0: a series that comes and goes tells no rule that it ended. */
export async function readIncidents(db: Database): Promise<Figure[]> {
  const rows = await db
    .select({
      kind: incident.kind,
      priority: incident.priority,
      open: count(),
      unacknowledged: sql<number>`count(*) filter (where acknowledged_at is null and cause_id is null)::int`,
    })
    .from(incident)
    .where(isNull(incident.resolvedAt))
    .groupBy(incident.kind, incident.priority);
  const quiet = KIND_NAMES.map((kind) => ({ kind, priority: INCIDENT_KINDS[kind].priority, open: 0 })).filter(
    ({ kind, priority }) => !rows.some((row) => row.kind === kind && row.priority === priority),
  );
  const labels = ({ kind, priority }: { kind: string; priority: number }) => ({ kind, priority: `${priority}` });
  return [
    ...[...rows, ...quiet].flatMap((row) => known("oracle_incidents_open", row.open, labels(row))),
    ...PRIORITIES.flatMap((priority) => {
      const waiting = rows.filter((row) => row.priority === priority).reduce((sum, row) => sum + row.unacknowledged, 0);
      return known("oracle_incidents_unacknowledged", waiting, { priority: `${priority}` });
    }),
  ];
}
