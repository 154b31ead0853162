import { max } from "drizzle-orm";
import type { Database } from "@/db/client";
import { engineLook } from "@/db/schema";
import { HEALTH_STATES, type HealthPart } from "@/server/domain/health/part";
import { ageSeconds, type Figure, known, oneOfStates } from "@/server/domain/monitoring/figures";

export function figuresOfParts(parts: readonly HealthPart[]): Figure[] {
  return parts.flatMap(({ name, state }) => oneOfStates("oracle_part_state", HEALTH_STATES, state, { part: name }));
}

/** Of several machines the one that looked last. */
export async function readLookAges(db: Database, nowMs: number): Promise<Figure[]> {
  const rows = await db
    .select({ part: engineLook.part, at: max(engineLook.lookedAt) })
    .from(engineLook)
    .groupBy(engineLook.part);
  return rows.flatMap(({ part, at }) => known("oracle_look_age_seconds", ageSeconds(nowMs, at?.getTime()), { part }));
}
