import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { ApiResponse } from "@/server/domain/metrics/service-metrics";
import type { VisitedDoor } from "@/server/domain/metrics/visit";
import type { PosixMs } from "@/server/domain/units";

const WINDOW_MS = 24 * 3_600_000;
const API_DOOR: VisitedDoor = "/api/v1/days";

/** How long the prober waited for the public API in the last 24 hours, where anything answered. */
export async function readApiResponse(db: Database, nowMs: PosixMs): Promise<ApiResponse | null> {
  const at = (share: number) => sql`percentile_disc(${share}::float8) within group (order by duration_ms)`;
  const [row] = await db.execute<{ p50: number | null; p95: number; p99: number; answers: number }>(sql`
    select ${at(0.5)} as p50, ${at(0.95)} as p95, ${at(0.99)} as p99, count(*)::int as answers
    from probe where door = ${API_DOOR} and status is not null and at > ${new Date(nowMs - WINDOW_MS).toISOString()}`);
  return row && row.p50 !== null ? { ...row, p50: row.p50 } : null;
}
