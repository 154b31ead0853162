import { desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, settlement, sourceState } from "@/db/schema";
import { PAID_DAY_STATES } from "@/server/domain/day/states";
import { judgeMetrics, type MetricVerdicts } from "@/server/domain/metrics/judge-metrics";
import { computeMetrics, type MetricEvidence, type ServiceMetrics } from "@/server/domain/metrics/service-metrics";
import type { PosixMs } from "@/server/domain/units";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { loadPoolRow } from "../pool/load-pool";
import { readScanRuns } from "../scan-runs";
import { countSecurityIncidents, readCosts } from "./internal/read-costs";
import { readMinutes } from "./internal/read-minutes";
import { readPaidInTime, readVerifiedDays } from "./internal/read-paid-in-time";
import { readApiResponse } from "./internal/read-site";
import { ERROR_WINDOW_MS, readOutcomes } from "./read-outcomes";

export type MetricsView = {
  readonly metrics: ServiceMetrics;
  readonly verdicts: MetricVerdicts;
  readonly evidence: MetricEvidence;
};

/** All metrics, each from what was recorded. */
export async function readMetrics(db: Database, nowMs: PosixMs): Promise<MetricsView> {
  const evidence = await gatherEvidence(db, nowMs);
  const metrics = computeMetrics(evidence);
  return { metrics, verdicts: judgeMetrics(metrics, evidence), evidence };
}

async function gatherEvidence(db: Database, nowMs: PosixMs): Promise<MetricEvidence> {
  const [state] = await db.select().from(sourceState);
  const pool = await loadPoolRow(db);
  const intervalMs = pool?.settings.intervalMs ?? null;
  const none = { good: 0, total: 0 };
  const { newest, good } = await readScanRuns(db);
  return {
    nowMs,
    minutes: await readMinutes(db, nowMs),
    scan: state ? { ...state, lastError: state.contradiction ? sayContradiction(state.contradiction) : null } : null,
    lastScanRun: newest ? { result: newest.result, startedMs: newest.startedAt.getTime() } : null,
    lastGoodScanMs: good?.startedAt.getTime() ?? null,
    lastPayoutMs: await lastPayoutMs(db),
    intervalMs,
    outcomes: await readOutcomes(db, nowMs - ERROR_WINDOW_MS),
    paidInTime:
      state && intervalMs !== null
        ? await readPaidInTime(db, { reachedMs: state.timeMs, intervalMs })
        : { days: none, lines: none },
    verifiedDays: await readVerifiedDays(db),
    apiResponse: await readApiResponse(db, nowMs),
    securityIncidents: await countSecurityIncidents(db, nowMs),
    cost: await readCosts(db, nowMs),
  };
}

async function lastPayoutMs(db: Database): Promise<PosixMs | null> {
  const [paid] = await db
    .select({ lastMs: settlement.confirmedAtMs })
    .from(settlement)
    .innerJoin(day, eq(day.dayIndex, settlement.dayIndex))
    .where(inArray(day.state, [...PAID_DAY_STATES]))
    .orderBy(desc(settlement.confirmedAtMs))
    .limit(1);
  return paid?.lastMs ?? null;
}
