import { MOST_LAG_BLOCKS, RUN_LATE_MS, RUN_LOST_MS } from "../health/limits";
import type { Lovelace, PosixMs } from "../units";

/*
 * The ServiceMetrics, computed only from evidence. Null means "not known yet": without evidence nothing is claimed.
 * GLOSSARY.md defines each: "ServiceMetrics".
 */

export type ServiceMetrics = {
  /** Share of the known minutes in which visitors were answered and an instance reached its database. */
  readonly uptime: number | null;
  /** Chain time at which a day was last fully paid. */
  readonly lastSuccessfulPayout: PosixMs | null;
  readonly participantScanStatus: "healthy" | "delayed" | "failed" | null;
  readonly blockchainSyncStatus: "synced" | "syncing" | "behind" | null;
  /** Share of runs and requests that failed. */
  readonly errorRate: number | null;
  /** Shares of due days, and of the payments in their plans, that were paid by the day's deadline. */
  readonly daysPaidInTime: number | null;
  readonly linesPaidInTime: number | null;
  /** Share of settled and stopped days that two calculations and the chain agree on. */
  readonly dataAccuracy: number | null;
  /** How long visitors wait for the public API, in milliseconds. */
  readonly apiResponse: ApiResponse | null;
  /** Unauthorised access or loss of money, as people have established it. */
  readonly securityIncidents: number;
  /** What paying has cost so far. */
  readonly cost: { readonly feesLovelace: Lovelace; readonly sourceCallsToday: number | null };
};

export type ApiResponse = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly answers: number;
};

/** So many of so many. */
export type Share = { readonly good: number; readonly total: number };

export type MetricEvidence = {
  /** This machine's clock, as for minutes and runs. */
  readonly nowMs: PosixMs;
  /** Minutes since the prober's first visit that the database still knows; the current ones do not count yet. */
  readonly minutes: { readonly up: number; readonly down: number; readonly unknown: number };
  /** Our scan, and the chain clock. */
  readonly scan: {
    readonly height: number;
    readonly tipHeight: number;
    readonly timeMs: PosixMs;
    readonly tipTimeMs: PosixMs;
    readonly lastError: string | null;
  } | null;
  readonly lastScanRun: { readonly result: string; readonly startedMs: PosixMs } | null;
  readonly lastGoodScanMs: PosixMs | null;
  readonly lastPayoutMs: PosixMs | null;
  readonly intervalMs: number | null;
  readonly outcomes: { readonly total: number; readonly failed: number };
  readonly paidInTime: { readonly days: Share; readonly lines: Share };
  readonly verifiedDays: Share;
  readonly apiResponse: ApiResponse | null;
  readonly securityIncidents: number;
  readonly cost: ServiceMetrics["cost"];
};

const HOUR_MS = 3_600_000;
/** New blocks arrive during a scan. */
const USUAL_LAG_BLOCKS = 3;
/** Where the prober was away for more than this share of the minutes, what it saw in the others tells too little. */
const MOST_UNKNOWN = 0.1;

export function computeMetrics(evidence: MetricEvidence): ServiceMetrics {
  const { outcomes, paidInTime } = evidence;
  return {
    uptime: uptimeOf(evidence.minutes),
    lastSuccessfulPayout: evidence.lastPayoutMs,
    participantScanStatus: scanStatusOf(evidence),
    blockchainSyncStatus: syncStatusOf(evidence),
    errorRate: shareOf({ good: outcomes.failed, total: outcomes.total }),
    daysPaidInTime: shareOf(paidInTime.days),
    linesPaidInTime: shareOf(paidInTime.lines),
    dataAccuracy: shareOf(evidence.verifiedDays),
    apiResponse: evidence.apiResponse,
    securityIncidents: evidence.securityIncidents,
    cost: evidence.cost,
  };
}

const shareOf = ({ good, total }: Share): number | null => (total === 0 ? null : good / total);

/** What nobody saw is neither up nor down, and is left out. */
function uptimeOf({ up, down, unknown }: MetricEvidence["minutes"]): number | null {
  if (unknown > MOST_UNKNOWN * (up + down + unknown)) return null;
  return shareOf({ good: up, total: up + down });
}

function scanStatusOf({ scan, lastScanRun, lastGoodScanMs, nowMs }: MetricEvidence) {
  if (!scan || !lastScanRun) return null;
  const sinceMs = lastGoodScanMs === null ? Number.POSITIVE_INFINITY : nowMs - lastGoodScanMs;
  const failing = lastScanRun.result === "failed" || lastScanRun.result === "needs-human";
  if (sinceMs > RUN_LOST_MS || failing || scan.lastError !== null) return "failed";
  const behind = scan.tipHeight - scan.height > USUAL_LAG_BLOCKS;
  return behind || sinceMs > RUN_LATE_MS ? "delayed" : "healthy";
}

/** How far our scan is behind the source's tip, in blocks and chain time. An unanswered source counts as behind. */
function syncStatusOf({ scan, lastGoodScanMs, nowMs }: MetricEvidence) {
  if (!scan || lastGoodScanMs === null) return null;
  const lag = scan.tipHeight - scan.height;
  const isOld = lag > MOST_LAG_BLOCKS || scan.tipTimeMs - scan.timeMs > HOUR_MS;
  if (nowMs - lastGoodScanMs > RUN_LOST_MS || isOld) return "behind";
  return lag > USUAL_LAG_BLOCKS ? "syncing" : "synced";
}
