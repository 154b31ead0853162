import { and, count, desc, eq, gte, inArray, max, min, sql, sum } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, heartbeat, jobRun, settlement, sourceState } from "@/db/schema";
import { PAID_DAY_STATES } from "@/server/domain/day/states";
import {
  computeMetrics,
  judgeMetrics,
  type MetricEvidence,
  type MetricVerdict,
  type ServiceMetrics,
} from "@/server/domain/metrics/service-metrics";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { loadPoolRow } from "../pool/load-pool";

/** The period over which uptime is computed. */
const UPTIME_DAYS = 90;
const ERROR_WINDOW_HOURS = 24;

export type MetricsView = {
  readonly metrics: ServiceMetrics;
  readonly verdicts: Record<keyof ServiceMetrics, MetricVerdict>;
  readonly evidence: MetricEvidence;
};

/** The five metrics, each from what was recorded. */
export async function readMetrics(db: Database, nowMs: number): Promise<MetricsView> {
  const evidence = await gatherEvidence(db, nowMs);
  const metrics = computeMetrics(evidence);
  return { metrics, verdicts: judgeMetrics(metrics, evidence), evidence };
}

async function gatherEvidence(db: Database, nowMs: number): Promise<MetricEvidence> {
  const since = (ms: number) => new Date(nowMs - ms);
  const thisMinute = new Date(Math.floor(nowMs / 60_000) * 60_000);
  const [beats] = await db
    .select({
      first: min(heartbeat.minute),
      minutes: sql<number>`count(*) filter (where ${heartbeat.minute} < ${thisMinute.toISOString()})::int`,
    })
    .from(heartbeat)
    .where(gte(heartbeat.minute, since(UPTIME_DAYS * 86_400_000)));
  const [state] = await db.select().from(sourceState);
  const [lastRun] = await db
    .select({ result: jobRun.result, startedAt: jobRun.startedAt })
    .from(jobRun)
    .where(eq(jobRun.job, "scan"))
    .orderBy(desc(jobRun.startedAt))
    .limit(1);
  const [goodRun] = await db
    .select({ startedAt: max(jobRun.startedAt) })
    .from(jobRun)
    .where(and(eq(jobRun.job, "scan"), inArray(jobRun.result, ["done", "again"])));
  const [paid] = await db
    .select({ lastMs: settlement.confirmedAtMs })
    .from(settlement)
    .innerJoin(day, eq(day.dayIndex, settlement.dayIndex))
    .where(inArray(day.state, [...PAID_DAY_STATES]))
    .orderBy(desc(settlement.confirmedAtMs))
    .limit(1);
  const pool = await loadPoolRow(db);
  return {
    nowMs,
    heartbeats: beats?.first ? { firstMs: beats.first.getTime(), minutes: beats.minutes } : null,
    scan: state ? { ...state, lastError: state.contradiction ? sayContradiction(state.contradiction) : null } : null,
    lastScanRun: lastRun ? { result: lastRun.result, startedMs: lastRun.startedAt.getTime() } : null,
    lastGoodScanMs: goodRun?.startedAt?.getTime() ?? null,
    lastPayoutMs: paid?.lastMs ?? null,
    intervalMs: pool?.settings.intervalMs ?? null,
    outcomes: await countOutcomes(db, since(ERROR_WINDOW_HOURS * 3_600_000)),
  };
}

/** Runs of jobs and requests to the API since then, and how many failed. */
async function countOutcomes(db: Database, from: Date) {
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
