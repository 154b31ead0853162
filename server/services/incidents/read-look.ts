import type { Database } from "@/db/client";
import { incidentLook } from "@/db/schema";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";

/** The newest look: when it was, and of which kinds it could say nothing. */
export type LookSeen = { readonly lookedMs: PosixMs; readonly unknown: readonly IncidentKind[] };

/** Null if rules never looked. */
export async function readLook(db: Database): Promise<LookSeen | null> {
  const [row] = await db.select().from(incidentLook);
  return row ? { lookedMs: row.lookedAt.getTime(), unknown: row.unknown } : null;
}
