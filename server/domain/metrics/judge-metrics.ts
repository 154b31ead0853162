import type { MetricEvidence, ServiceMetrics } from "./service-metrics";

const HOUR_MS = 3_600_000;

/** Of so many, at most one may fail; of errors and their like, fewer than one. */
const ONE_IN = { uptime: 1_000, errorRate: 1_000, paidInTime: 2_000 } as const;

/** What is promised, as shares and milliseconds. */
export const TARGETS = {
  uptime: 1 - 1 / ONE_IN.uptime,
  errorRate: 1 / ONE_IN.errorRate,
  paidInTime: 1 - 1 / ONE_IN.paidInTime,
  dataAccuracy: 1,
  /** The origin's goal is 5 s. */
  apiP99Ms: 500,
  securityIncidents: 0,
} as const;

/** The age that a payout may have: a day, or two intervals if the interval is shorter than half a day. */
export function oldestPayoutMs(intervalMs: number): number {
  return Math.min(24 * HOUR_MS, 2 * intervalMs);
}

/** `unknown`: without evidence. `early`: with too little to meet or miss the target. */
export const METRIC_VERDICTS = ["met", "missed", "unknown", "early"] as const;
export type MetricVerdict = (typeof METRIC_VERDICTS)[number];

/** All but the cost, for which nothing is promised. */
export type MetricVerdicts = Readonly<Record<Exclude<keyof ServiceMetrics, "cost">, MetricVerdict>>;

/** Each metric against its target; the payout's age by the chain's clock. */
export function judgeMetrics(metrics: ServiceMetrics, evidence: MetricEvidence): MetricVerdicts {
  const { minutes, outcomes, paidInTime } = evidence;
  const known = minutes.up + minutes.down;
  const { days, lines } = paidInTime;
  return {
    uptime: metrics.uptime === null ? "unknown" : judgeFew(minutes.down, known, ONE_IN.uptime),
    lastSuccessfulPayout: judgePayout(evidence),
    participantScanStatus: judge(metrics.participantScanStatus, (status) => status === "healthy"),
    blockchainSyncStatus: judge(metrics.blockchainSyncStatus, (status) => status === "synced"),
    errorRate: judgeFew(outcomes.failed, outcomes.total, ONE_IN.errorRate, "fewer"),
    // Days are too few for a share of 99.95 %: each that is late misses it.
    daysPaidInTime: judge(metrics.daysPaidInTime, () => days.good === days.total),
    linesPaidInTime: judgeFew(lines.total - lines.good, lines.total, ONE_IN.paidInTime),
    dataAccuracy: judge(metrics.dataAccuracy, (share) => share >= TARGETS.dataAccuracy),
    apiResponse: judge(metrics.apiResponse, ({ p99 }) => p99 < TARGETS.apiP99Ms),
    securityIncidents: judge(metrics.securityIncidents, (incidents) => incidents <= TARGETS.securityIncidents),
  };
}

function judge<T>(value: T | null, isMet: (value: T) => boolean): MetricVerdict {
  if (value === null) return "unknown";
  return isMet(value) ? "met" : "missed";
}

function judgePayout({ lastPayoutMs, scan, intervalMs }: MetricEvidence): MetricVerdict {
  if (lastPayoutMs === null || scan === null || intervalMs === null) return "unknown";
  return scan.timeMs - lastPayoutMs <= oldestPayoutMs(intervalMs) ? "met" : "missed";
}

/**
 * Whether at most one in so many (or fewer) failed. With less than so many, none that fails says nothing, and it is
 * missed as soon as nothing that follows can make up for what failed.
 */
function judgeFew(failed: number, total: number, oneIn: number, how: "at most" | "fewer" = "at most"): MetricVerdict {
  if (total === 0) return "unknown";
  const among = Math.max(total, oneIn);
  const isMet = how === "fewer" ? failed * oneIn < among : failed * oneIn <= among;
  if (!isMet) return "missed";
  return total < oneIn ? "early" : "met";
}
