import { MOST_LAG_BLOCKS, RUN_LATE_MS, RUN_LOST_MS } from "../health/limits";
import type { PosixMs } from "../units";

/*
 * The five ServiceMetrics that the product promises, computed only from evidence. Null means "not known yet": without
 * evidence nothing is claimed.
 */

export type ServiceMetrics = {
  /** Share of minutes in which an instance was alive and reached its database. */
  readonly uptime: number | null;
  /** Chain time at which a day was last fully paid. */
  readonly lastSuccessfulPayout: PosixMs | null;
  readonly participantScanStatus: "healthy" | "delayed" | "failed" | null;
  readonly blockchainSyncStatus: "synced" | "syncing" | "behind" | null;
  /** Share of runs and requests that failed. */
  readonly errorRate: number | null;
};

export type MetricEvidence = {
  /** This machine's clock, as for heartbeats and runs. */
  readonly nowMs: PosixMs;
  readonly heartbeats: { readonly firstMs: PosixMs; readonly minutes: number } | null;
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
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** New blocks arrive during a scan. */
const USUAL_LAG_BLOCKS = 3;

export const TARGETS = { uptime: 0.999, errorRate: 0.001 } as const;

export function computeMetrics(evidence: MetricEvidence): ServiceMetrics {
  const { outcomes } = evidence;
  return {
    uptime: uptimeOf(evidence),
    lastSuccessfulPayout: evidence.lastPayoutMs,
    participantScanStatus: scanStatusOf(evidence),
    blockchainSyncStatus: syncStatusOf(evidence),
    errorRate: outcomes.total === 0 ? null : outcomes.failed / outcomes.total,
  };
}

function uptimeOf(evidence: MetricEvidence): number | null {
  const minutes = minutesOf(evidence);
  return minutes <= 0 ? null : Math.min(1, (evidence.heartbeats?.minutes ?? 0) / minutes);
}

/** Since the first heartbeat. The current minute does not count: its heartbeat may still come. */
function minutesOf({ heartbeats, nowMs }: MetricEvidence): number {
  return heartbeats ? Math.floor(nowMs / MINUTE_MS) - Math.floor(heartbeats.firstMs / MINUTE_MS) : 0;
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

/** The age that a payout may have: a day, or two intervals if the interval is shorter than half a day. */
export function oldestPayoutMs(intervalMs: number): number {
  return Math.min(24 * HOUR_MS, 2 * intervalMs);
}

/** `unknown`: without evidence. `early`: with too little to meet or miss the target. */
export type MetricVerdict = "met" | "missed" | "unknown" | "early";

/** So many minutes or outcomes can tell 99.9 % from 100 %: in fewer, none that fails says nothing. */
const LEAST_SAMPLES = 1_000;

/** Of a share: missed as soon as nothing that follows can make up for what failed within the least that tells. */
function judgeShare(share: number | null, samples: number, isMet: (share: number) => boolean): MetricVerdict {
  if (share === null) return "unknown";
  if (samples >= LEAST_SAMPLES) return isMet(share) ? "met" : "missed";
  return isMet((share * samples) / LEAST_SAMPLES) ? "early" : "missed";
}

/** Each metric against its target; the payout's age by the chain's clock. */
export function judgeMetrics(
  metrics: ServiceMetrics,
  evidence: MetricEvidence,
): Record<keyof ServiceMetrics, MetricVerdict> {
  const { intervalMs, outcomes } = evidence;
  const chainNowMs = evidence.scan?.timeMs ?? null;
  const minutes = minutesOf(evidence);
  const judge = (value: unknown, met: boolean): MetricVerdict => (value === null ? "unknown" : met ? "met" : "missed");
  const { uptime, lastSuccessfulPayout: last, errorRate } = metrics;
  const known = last !== null && chainNowMs !== null && intervalMs !== null;
  return {
    uptime: judgeShare(uptime === null ? null : 1 - uptime, minutes, (down) => 1 - down >= TARGETS.uptime),
    lastSuccessfulPayout: known ? judge(last, chainNowMs - last <= oldestPayoutMs(intervalMs)) : "unknown",
    participantScanStatus: judge(metrics.participantScanStatus, metrics.participantScanStatus === "healthy"),
    blockchainSyncStatus: judge(metrics.blockchainSyncStatus, metrics.blockchainSyncStatus === "synced"),
    errorRate: judgeShare(errorRate, outcomes.total, (failed) => failed < TARGETS.errorRate),
  };
}
