import { count, gte, sql, sum } from "drizzle-orm";
import type { Database } from "@/db/client";
import { heartbeat, jobRun } from "@/db/schema";
import type { MetricEvidence } from "@/server/domain/metrics/service-metrics";
import type { PosixMs } from "@/server/domain/units";

/** The error rate is that of so long. */
export const ERROR_WINDOW_MS = 24 * 3_600_000;

/** Runs of jobs and visitors' requests since then, and how many failed. */
export async function readOutcomes(db: Database, sinceMs: PosixMs): Promise<MetricEvidence["outcomes"]> {
  const from = new Date(sinceMs);
  const [runs] = await db
    .select({ total: count(), failed: sql<number>`count(*) filter (where ${jobRun.result} = 'failed')::int` })
    .from(jobRun)
    .where(gte(jobRun.startedAt, from));
  const [requests] = await db
    .select({ total: sum(heartbeat.requests), failed: sum(heartbeat.errors) })
    .from(heartbeat)
    .where(gte(heartbeat.minute, from));
  return {
    total: (runs?.total ?? 0) + Number(requests?.total ?? 0),
    failed: (runs?.failed ?? 0) + Number(requests?.failed ?? 0),
  };
}
