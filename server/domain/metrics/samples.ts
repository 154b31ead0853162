import type { ServiceMetrics } from "./service-metrics";

/** What of the ServiceMetrics has a history, as numbers. A status is 0 where it is best, and 2 where it is worst. */
export const METRIC_NAMES = [
  "uptime",
  "error-rate",
  "days-paid-in-time",
  "lines-paid-in-time",
  "data-accuracy",
  "api-p50-ms",
  "api-p95-ms",
  "api-p99-ms",
  "payout-age-seconds",
  "scan-status",
  "sync-status",
  "security-incidents",
  "fees-lovelace",
  "source-calls-today",
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

/** What a status is as a number. */
export const SCAN_STATUS = { healthy: 0, delayed: 1, failed: 2 } as const;
export const SYNC_STATUS = { synced: 0, syncing: 1, behind: 2 } as const;

/** Null is what is not known now: it leaves a gap. `chainMs`: the time of our newest block. */
export function sampleOf(metrics: ServiceMetrics, chainMs: number | null): Readonly<Record<MetricName, number | null>> {
  const {
    apiResponse,
    lastSuccessfulPayout: paidMs,
    participantScanStatus: scan,
    blockchainSyncStatus: sync,
  } = metrics;
  return {
    uptime: metrics.uptime,
    "error-rate": metrics.errorRate,
    "days-paid-in-time": metrics.daysPaidInTime,
    "lines-paid-in-time": metrics.linesPaidInTime,
    "data-accuracy": metrics.dataAccuracy,
    "api-p50-ms": apiResponse?.p50 ?? null,
    "api-p95-ms": apiResponse?.p95 ?? null,
    "api-p99-ms": apiResponse?.p99 ?? null,
    "payout-age-seconds": paidMs === null || chainMs === null ? null : Math.max(0, (chainMs - paidMs) / 1_000),
    "scan-status": scan === null ? null : SCAN_STATUS[scan],
    "sync-status": sync === null ? null : SYNC_STATUS[sync],
    "security-incidents": metrics.securityIncidents,
    "fees-lovelace": Number(metrics.cost.feesLovelace),
    "source-calls-today": metrics.cost.sourceCallsToday,
  };
}
