import type { MetricEvidence } from "@/server/domain/metrics/service-metrics";

const NONE = { good: 0, total: 0 };

/** Of a service that nothing is known of yet. */
export const NO_EVIDENCE: MetricEvidence = {
  nowMs: 0,
  minutes: { up: 0, down: 0, unknown: 0 },
  scan: null,
  lastScanRun: null,
  lastGoodScanMs: null,
  lastPayoutMs: null,
  intervalMs: null,
  outcomes: { total: 0, failed: 0 },
  paidInTime: { days: NONE, lines: NONE },
  verifiedDays: NONE,
  apiResponse: null,
  securityIncidents: 0,
  cost: { feesLovelace: 0n, sourceCallsToday: null },
};
