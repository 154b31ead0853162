import type { Database } from "@/db/client";
import { METRIC_VERDICTS } from "@/server/domain/metrics/judge-metrics";
import { SCAN_STATUS, SYNC_STATUS } from "@/server/domain/metrics/samples";
import { type Figure, known, oneOfStates } from "@/server/domain/monitoring/figures";
import { keepFor } from "../../keep-for";
import { readMetrics } from "../../metrics/read-metrics";

const SCAN_STATES = Object.keys(SCAN_STATUS);
const SYNC_STATES = Object.keys(SYNC_STATUS);

/** Prometheus asks more often than ninety days of minutes change. */
const recentMetrics = keepFor(60_000, ({ db }, nowMs) => readMetrics(db, nowMs));

export async function readServiceMetrics(db: Database, nowMs: number): Promise<Figure[]> {
  const { metrics, verdicts } = await recentMetrics({ db }, nowMs);
  const { participantScanStatus: scan, blockchainSyncStatus: sync, lastSuccessfulPayout: paidMs } = metrics;
  const { p50, p95, p99 } = metrics.apiResponse ?? {};
  const quantiles = [["0.5", p50] as const, ["0.95", p95] as const, ["0.99", p99] as const];
  return [
    ...known("oracle_uptime_ratio", metrics.uptime),
    ...known("oracle_error_ratio", metrics.errorRate),
    ...known("oracle_last_payout_timestamp_seconds", paidMs === null ? null : paidMs / 1_000),
    ...(scan === null ? [] : oneOfStates("oracle_scan_status", SCAN_STATES, scan)),
    ...(sync === null ? [] : oneOfStates("oracle_sync_status", SYNC_STATES, sync)),
    ...known("oracle_days_in_time_ratio", metrics.daysPaidInTime),
    ...known("oracle_lines_in_time_ratio", metrics.linesPaidInTime),
    ...known("oracle_data_accuracy_ratio", metrics.dataAccuracy),
    ...quantiles.flatMap(([quantile, ms]) => known("oracle_api_response_seconds", ms && ms / 1_000, { quantile })),
    ...known("oracle_security_incidents", metrics.securityIncidents),
    ...known("oracle_fees_paid_lovelace", metrics.cost.feesLovelace),
    ...Object.entries(verdicts).flatMap(([metric, verdict]) =>
      oneOfStates("oracle_metric_verdict", METRIC_VERDICTS, verdict, { metric }),
    ),
  ];
}
