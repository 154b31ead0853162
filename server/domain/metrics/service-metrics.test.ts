import { describe, expect, test } from "vitest";
import { NO_EVIDENCE } from "@/server/testing/metrics/no-evidence";
import { judgeMetrics, oldestPayoutMs } from "./judge-metrics";
import { computeMetrics, type MetricEvidence } from "./service-metrics";

const MINUTE_MS = 60_000;
const NOW_MS = 1_000_000 * MINUTE_MS + 20_000;
const scan = { height: 100, tipHeight: 100, timeMs: 5_000_000, tipTimeMs: 5_000_000, lastError: null };
const good: MetricEvidence = {
  nowMs: NOW_MS,
  minutes: { up: 999, down: 1, unknown: 0 },
  scan,
  lastScanRun: { result: "done", startedMs: NOW_MS - 2_000 },
  lastGoodScanMs: NOW_MS - 2_000,
  lastPayoutMs: 4_000_000,
  intervalMs: 24 * 60 * MINUTE_MS,
  outcomes: { total: 10_000, failed: 9 },
  paidInTime: { days: { good: 90, total: 90 }, lines: { good: 1_999, total: 2_000 } },
  verifiedDays: { good: 90, total: 90 },
  apiResponse: { p50: 12, p95: 80, p99: 499, answers: 1_440 },
  securityIncidents: 0,
  cost: { feesLovelace: 1_000_000n, sourceCallsToday: 700 },
};

test("without evidence nothing is claimed", () => {
  const { securityIncidents, cost, ...none } = computeMetrics(NO_EVIDENCE);
  expect(new Set(Object.values(none))).toEqual(new Set([null]));
  const { securityIncidents: safe, ...others } = judgeMetrics({ securityIncidents, cost, ...none }, NO_EVIDENCE);
  // Incidents are told by people: none is what is known.
  expect(safe).toBe("met");
  expect(new Set(Object.values(others))).toEqual(new Set(["unknown"]));
});

test("a healthy service meets every target", () => {
  const metrics = computeMetrics(good);
  expect(metrics).toEqual({
    uptime: 0.999,
    lastSuccessfulPayout: 4_000_000,
    participantScanStatus: "healthy",
    blockchainSyncStatus: "synced",
    errorRate: 0.0009,
    daysPaidInTime: 1,
    linesPaidInTime: 0.9995,
    dataAccuracy: 1,
    apiResponse: good.apiResponse,
    securityIncidents: 0,
    cost: good.cost,
  });
  expect(new Set(Object.values(judgeMetrics(metrics, good)))).toEqual(new Set(["met"]));
});

describe("uptime", () => {
  const uptime = (up: number, down: number, unknown: number) => {
    const evidence = { ...good, minutes: { up, down, unknown } };
    const metrics = computeMetrics(evidence);
    return [metrics.uptime, judgeMetrics(metrics, evidence).uptime];
  };
  test("misses its target by one minute in a thousand too many", () => {
    expect(uptime(998, 2, 0)).toEqual([0.998, "missed"]);
  });
  test("leaves out what nobody saw, unless that is too much to claim anything", () => {
    expect(uptime(900, 0, 100)).toEqual([1, "early"]);
    expect(uptime(899, 0, 101)).toEqual([null, "unknown"]);
  });
});

describe("a short history", () => {
  const verdicts = (minutes: number, down: number, outcomes: MetricEvidence["outcomes"]) => {
    const evidence = { ...good, minutes: { up: minutes - down, down, unknown: 0 }, outcomes };
    const { uptime, errorRate } = judgeMetrics(computeMetrics(evidence), evidence);
    return [uptime, errorRate];
  };
  test("meets no target, however good it is", () => {
    expect(verdicts(1, 0, { total: 1, failed: 0 })).toEqual(["early", "early"]);
    expect(verdicts(999, 1, { total: 999, failed: 0 })).toEqual(["early", "early"]);
    expect(verdicts(1_000, 1, { total: 1_000, failed: 0 })).toEqual(["met", "met"]);
  });
  test("misses one as soon as nothing can make up for what failed", () => {
    expect(verdicts(60, 2, { total: 60, failed: 1 })).toEqual(["missed", "missed"]);
  });
});

describe("what people are owed", () => {
  const verdicts = (change: Partial<MetricEvidence>) => {
    const evidence = { ...good, ...change };
    return judgeMetrics(computeMetrics(evidence), evidence);
  };
  const days = { good: 90, total: 90 };
  test("one day that was late misses the target, and so does one that was not verified", () => {
    expect(
      verdicts({ paidInTime: { days: { good: 89, total: 90 }, lines: good.paidInTime.lines } }).daysPaidInTime,
    ).toBe("missed");
    expect(verdicts({ verifiedDays: { good: 0, total: 1 } }).dataAccuracy).toBe("missed");
  });
  test.each([
    [{ good: 1_999, total: 2_000 }, "met"],
    [{ good: 1_998, total: 2_000 }, "missed"],
    [{ good: 1_998, total: 1_999 }, "early"],
    [{ good: 0, total: 2 }, "missed"],
    [{ good: 0, total: 0 }, "unknown"],
  ] as const)("lines in time: %o is %s", (lines, verdict) => {
    expect(verdicts({ paidInTime: { days, lines } }).linesPaidInTime).toBe(verdict);
  });
  test("the API's slowest hundredth is under half a second; no security incident is allowed", () => {
    expect(verdicts({ apiResponse: { p50: 1, p95: 1, p99: 500, answers: 1 } }).apiResponse).toBe("missed");
    expect(verdicts({ securityIncidents: 1 }).securityIncidents).toBe("missed");
  });
});

describe("scan and sync", () => {
  test.each([
    ["a failed run", { lastScanRun: { result: "failed", startedMs: NOW_MS } }, "failed", "synced"],
    ["a source that contradicts itself", { scan: { ...scan, lastError: "x" } }, "failed", "synced"],
    ["31 blocks to read", { scan: { ...scan, tipHeight: 131 } }, "delayed", "behind"],
    ["four blocks to read", { scan: { ...scan, tipHeight: 104 } }, "delayed", "syncing"],
    ["no run for four minutes", { lastGoodScanMs: NOW_MS - 4 * MINUTE_MS }, "delayed", "synced"],
    ["no run for sixteen minutes", { lastGoodScanMs: NOW_MS - 16 * MINUTE_MS }, "failed", "behind"],
    [
      "more than an hour of chain to read",
      { scan: { ...scan, tipHeight: 900, tipTimeMs: scan.timeMs + 61 * MINUTE_MS } },
      "delayed",
      "behind",
    ],
  ] as const)("%s", (_what, change, participants, chain) => {
    const metrics = computeMetrics({ ...good, ...change });
    expect([metrics.participantScanStatus, metrics.blockchainSyncStatus]).toEqual([participants, chain]);
  });
});

test("a payout is too old after a day, or after two shorter intervals", () => {
  expect(oldestPayoutMs(24 * 60 * MINUTE_MS)).toBe(24 * 60 * MINUTE_MS);
  expect(oldestPayoutMs(5 * MINUTE_MS)).toBe(10 * MINUTE_MS);
  const verdict = (ageMs: number) =>
    judgeMetrics(computeMetrics(good), {
      ...good,
      scan: { ...scan, timeMs: 4_000_000 + ageMs },
      intervalMs: 5 * MINUTE_MS,
    });
  expect(verdict(10 * MINUTE_MS).lastSuccessfulPayout).toBe("met");
  expect(verdict(10 * MINUTE_MS + 1).lastSuccessfulPayout).toBe("missed");
});
