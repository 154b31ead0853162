import { desc, gte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident } from "@/db/schema";
import { measureIncidents, type Response } from "@/server/domain/monitoring/measure-response";
import type { PosixMs } from "@/server/domain/units";
import { momentsOf } from "./incident-view";

export const MEASURED_DAYS = 90;
const DAY_MS = 86_400_000;
/** The newest of these days. */
const MOST_MEASURED = 10_000;

/** How fast the incidents of the last 90 days were noticed, answered and resolved. */
export async function measureResponse(db: Database, nowMs: PosixMs): Promise<Response> {
  const { beganAt, openedAt, acknowledgedAt, resolvedAt, wellSince, priority, causeId } = incident;
  const rows = await db
    .select({ beganAt, openedAt, acknowledgedAt, resolvedAt, wellSince, priority, causeId })
    .from(incident)
    .where(gte(openedAt, new Date(nowMs - MEASURED_DAYS * DAY_MS)))
    .orderBy(desc(openedAt))
    .limit(MOST_MEASURED);
  const measured = rows.map((row) => ({ ...momentsOf(row), priority: row.priority, causeId: row.causeId }));
  return measureIncidents(measured, nowMs);
}
