import { describe, expect, test } from "vitest";
import { computeMetrics, judgeMetrics, type MetricEvidence, oldestPayoutMs } from "./service-metrics";

const MINUTE_MS = 60_000;
const NOW_MS = 1_000_000 * MINUTE_MS + 20_000;
const scan = { height: 100, tipHeight: 100, timeMs: 5_000_000, tipTimeMs: 5_000_000, lastError: null };
const good: MetricEvidence = {
  nowMs: NOW_MS,
  heartbeats: { firstMs: NOW_MS - 1_000 * MINUTE_MS, minutes: 999 },
  scan,
  lastScanRun: { result: "done", startedMs: NOW_MS - 2_000 },
  lastGoodScanMs: NOW_MS - 2_000,
  lastPayoutMs: 4_000_000,
  intervalMs: 24 * 60 * MINUTE_MS,
  outcomes: { total: 10_000, failed: 9 },
};

test("without evidence nothing is claimed", () => {
  const nothing: MetricEvidence = {
    nowMs: NOW_MS,
    heartbeats: null,
    scan: null,
    lastScanRun: null,
    lastGoodScanMs: null,
    lastPayoutMs: null,
    intervalMs: null,
    outcomes: { total: 0, failed: 0 },
  };
  const none = computeMetrics(nothing);
  expect(Object.values(none)).toEqual([null, null, null, null, null]);
  expect(new Set(Object.values(judgeMetrics(none, nothing)))).toEqual(new Set(["unknown"]));
});

test("a healthy service meets every target", () => {
  const metrics = computeMetrics(good);
  expect(metrics).toEqual({
    uptime: 0.999,
    lastSuccessfulPayout: 4_000_000,
    participantScanStatus: "healthy",
    blockchainSyncStatus: "synced",
    errorRate: 0.0009,
  });
  expect(new Set(Object.values(judgeMetrics(metrics, good)))).toEqual(new Set(["met"]));
});

describe("uptime", () => {
  test("does not count the minute that is still running", () => {
    const heartbeats = { firstMs: NOW_MS - 20_000, minutes: 1 };
    expect(computeMetrics({ ...good, heartbeats }).uptime).toBeNull();
  });
  test("misses its target by one minute in a thousand too many", () => {
    const heartbeats = { firstMs: NOW_MS - 1_000 * MINUTE_MS, minutes: 998 };
    const evidence = { ...good, heartbeats };
    expect(judgeMetrics(computeMetrics(evidence), evidence).uptime).toBe("missed");
  });
});

describe("a short history", () => {
  const verdicts = (minutes: number, down: number, outcomes: MetricEvidence["outcomes"]) => {
    const heartbeats = { firstMs: NOW_MS - minutes * MINUTE_MS, minutes: minutes - down };
    const evidence = { ...good, heartbeats, outcomes };
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
