import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  batch,
  blockHeader,
  day,
  dayTransition,
  heartbeat,
  incident,
  incidentEntry,
  jobRun,
  metricSample,
  probe,
  settlement,
} from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { DayState } from "@/server/domain/day/states";
import { DEFAULT_TIMELINE } from "@/server/domain/day/timeline";
import { readPaidInTime, readVerifiedDays } from "./internal/read-paid-in-time";
import { lookAtPerformance, readPerformance } from "./look-at-performance";
import { readMetrics } from "./read-metrics";
import { readServiceHistory } from "./read-service-history";
import { storeSamples } from "./store-samples";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 10, 29, 12);
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.execute(sql`truncate heartbeat, job_run, metric_sample, probe, incident cascade`);
});

const minutesAgo = (minutes: number) => new Date(NOW_MS - minutes * MINUTE_MS);
const metricsNow = async () => (await readMetrics(database.db, NOW_MS)).metrics;
const samplesOf = async (name: string) =>
  (await database.db.select().from(metricSample).where(eq(metricSample.name, name)).orderBy(asc(metricSample.at))).map(
    ({ at, value }) => [(NOW_MS - at.getTime()) / HOUR_MS, value],
  );

describe("uptime", () => {
  it("counts minutes from the first visit on: visited well and alive; no row is down, no visit is unknown", async () => {
    const minute = (ago: number, seen: { isAlive?: boolean; visits?: number; failedVisits?: number }) => ({
      minute: minutesAgo(ago),
      ...seen,
    });
    await database.db.insert(heartbeat).values([
      minute(30, { isAlive: true }),
      ...Array.from({ length: 12 }, (_each, index) => minute(9 + index, { isAlive: true, visits: 1 })),
      minute(8, { isAlive: true, visits: 2, failedVisits: 1 }),
      minute(7, { isAlive: false, visits: 1 }),
      minute(6, { isAlive: true }),
      // Minutes 5 to 2 have no row. The last two are still open.
      minute(1, { isAlive: true }),
      minute(0, { isAlive: true }),
    ]);
    const { metrics, evidence } = await readMetrics(database.db, NOW_MS);
    expect(evidence.minutes).toEqual({ up: 12, down: 6, unknown: 1 });
    expect(metrics.uptime).toBe(12 / 18);
  });
  it("without a prober nothing is claimed", async () => {
    await database.db.insert(heartbeat).values({ minute: minutesAgo(5), isAlive: true });
    expect((await metricsNow()).uptime).toBeNull();
  });
});

it("the days' history has whole days only, with those on which nothing ran", async () => {
  const { db } = database;
  const alive = (daysAgo: number, seen = {}) => ({
    ...{ minute: new Date(NOW_MS - daysAgo * DAY_MS), isAlive: true, visits: 1, requests: 3, errors: 1 },
    ...seen,
  });
  await db.insert(heartbeat).values([alive(5), alive(4), alive(2, { visits: 0 }), alive(0)]);
  await db.insert(jobRun).values({ job: "scan", result: "failed", durationMs: 1, startedAt: minutesAgo(2 * 1_440) });
  await db
    .insert(metricSample)
    .values([10, 20].map((value) => ({ name: "api-p99-ms", at: minutesAgo(1_440 + value), value })));
  const none = { up: 0, down: 1_440, unknown: 0, total: 0, failed: 0, apiP99Ms: null };
  expect(await readServiceHistory(db, { nowMs: NOW_MS, days: 90 })).toEqual([
    { ...none, date: "2026-11-25", up: 1, down: 1_439, total: 3, failed: 1 },
    { ...none, date: "2026-11-26" },
    { ...none, date: "2026-11-27", unknown: 1, down: 1_439, total: 4, failed: 2 },
    { ...none, date: "2026-11-28", apiP99Ms: 15 },
  ]);
});

it("errors are of runs and of visitors' requests, of the last 24 hours", async () => {
  const run = { job: "scan", durationMs: 1, startedAt: minutesAgo(5) };
  await database.db.insert(jobRun).values([
    { ...run, result: "failed" },
    { ...run, result: "done" },
    { ...run, result: "failed", startedAt: minutesAgo(1_441) },
  ]);
  await database.db.insert(heartbeat).values({ minute: minutesAgo(5), requests: 6, errors: 1 });
  expect((await metricsNow()).errorRate).toBe(2 / 8);
});

it("the API's times are of what answered the prober; security incidents are those that people know of", async () => {
  const seen = { instance: "here", door: "/api/v1/days", status: 200, at: minutesAgo(5) };
  await database.db
    .insert(probe)
    .values([
      ...Array.from({ length: 100 }, (_each, index) => ({ ...seen, durationMs: index + 1 })),
      { ...seen, status: null, durationMs: 10_000, fault: "no-answer" as const },
      { ...seen, durationMs: 5_000, at: minutesAgo(1_441) },
    ]);
  const at = minutesAgo(60);
  const made = {
    priority: 1,
    state: "investigating",
    title: "",
    fact: "",
    beganAt: at,
    openedAt: at,
    lastSeenAt: at,
  } as const;
  const [, moved] = await database.db
    .insert(incident)
    .values([
      { ...made, kind: "by-hand", subject: "security" },
      { ...made, kind: "money-moved", subject: "pool" },
      { ...made, kind: "money-moved", subject: "operator" },
      { ...made, kind: "by-hand", subject: "words" },
    ])
    .returning();
  expect((await metricsNow()).securityIncidents).toBe(1);
  const entry = {
    incidentId: moved?.id ?? 0,
    kind: "state",
    state: "identified",
    actor: "user:1",
    text: "",
    at,
  } as const;
  await database.db.insert(incidentEntry).values(entry);
  const { apiResponse, securityIncidents } = await metricsNow();
  expect(apiResponse).toEqual({ p50: 50, p95: 95, p99: 99, answers: 100 });
  expect(securityIncidents).toBe(2);
});

describe("days", () => {
  const INTERVAL_MS = 24 * HOUR_MS;
  const DUE_MS = DEFAULT_TIMELINE.deadlineMs;
  /** A day of ours that was checked, with batches of 2 and 3 payments in blocks of these ages after its end. */
  async function addDay(dayIndex: number, state: DayState, paidAfterMs: readonly number[]): Promise<void> {
    const { db } = database;
    const endMs = (dayIndex + 1) * INTERVAL_MS;
    const isPaid = state === "FINAL" || state === "CARRIED";
    await db.insert(day).values({ dayIndex, state, stateSinceMs: endMs, outputs: 5, batches: 2 });
    const passed = ["CALCULATED", "CHECKED"] as const;
    await db.insert(dayTransition).values(passed.map((toState) => ({ dayIndex, toState, atMs: endMs })));
    const [hash, commitment, next] = ["", "", ""];
    const batches = [2, 3].map((outputs, index) => ({
      dayIndex,
      batchNo: index + 1,
      outputs,
      lovelace: 1n,
      commitment,
      next,
    }));
    await db.insert(batch).values(batches);
    const blocks = paidAfterMs.map((afterMs, index) => ({ height: dayIndex * 10 + index, timeMs: endMs + afterMs }));
    for (const { height, timeMs } of blocks) {
      await db.insert(blockHeader).values({ height, timeMs, hash: `${height}`.padStart(64, "0"), slot: height });
    }
    const transactions = blocks.map(({ height }, index) => ({
      batchNo: index + 1,
      txHash: hash,
      height,
      feeLovelace: "7",
    }));
    const settled = { dayIndex, transactions, paidLovelace: 1n, feeLovelace: 14n, confirmedAtMs: endMs + 2 * DUE_MS };
    if (isPaid) await db.insert(settlement).values(settled);
  }
  beforeEach(async () => {
    await database.db.execute(sql`truncate day, block_header cascade`);
  });

  it("are in time if every payment is in a block by the deadline of a day that was never late", async () => {
    const { db } = database;
    const first = 20_000;
    const reachedMs = (first + 6) * INTERVAL_MS + DUE_MS;
    const read = () => readPaidInTime(db, { reachedMs, intervalMs: INTERVAL_MS });
    expect(await read()).toEqual({ days: { good: 0, total: 0 }, lines: { good: 0, total: 0 } });
    await addDay(first, "FINAL", [1, DUE_MS]);
    await addDay(first + 1, "FINAL", [1, DUE_MS + 1]);
    await addDay(first + 2, "CLOSED", []);
    await addDay(first + 3, "CARRIED", [1]);
    await addDay(first + 4, "PAYING", []);
    // Day 5 is due and was never opened; day 6 is not due.
    expect(await read()).toEqual({ days: { good: 1, total: 5 }, lines: { good: 5 + 2 + 2, total: 20 } });
    await addDay(first + 5, "FINAL", [0, 0]);
    await addDay(first + 6, "FROZEN", []);
    expect(await read()).toEqual({ days: { good: 2, total: 5 }, lines: { good: 14, total: 25 } });
  });

  it("are verified once they are checked and seen on chain; what stopped before is not; adopted ones do not count", async () => {
    const { db } = database;
    await addDay(1, "FINAL", [1, 1]);
    await addDay(2, "CLOSED", []);
    await addDay(3, "PAYING", []);
    expect(await readVerifiedDays(db)).toEqual({ good: 2, total: 2 });
    await db.insert(day).values([
      { dayIndex: 4, state: "FINAL", stateSinceMs: 0 },
      { dayIndex: 5, state: "FROZEN", frozenFrom: "CALCULATED", stateSinceMs: 0 },
      { dayIndex: 6, state: "FROZEN", frozenFrom: "PROPOSED", stateSinceMs: 0 },
    ]);
    expect(await readVerifiedDays(db)).toEqual({ good: 2, total: 3 });
  });
});

describe("history", () => {
  it("has one sample in five minutes, by however many watchers, and a gap for what is not known", async () => {
    const { db } = database;
    await Promise.all([storeSamples(db, NOW_MS), storeSamples(db, NOW_MS + 1), storeSamples(db, NOW_MS + 299_999)]);
    await storeSamples(db, NOW_MS + 5 * MINUTE_MS);
    expect((await samplesOf("security-incidents")).map(([hours]) => hours)).toEqual([0, -5 / 60]);
    expect(await samplesOf("uptime")).toEqual([]);
  });

  it("becomes coarser with age, and comes to the same however often it is summed up", async () => {
    const { db } = database;
    const sample = (hoursAgo: number, value: number) => ({ name: "x", at: minutesAgo(hoursAgo * 60), value });
    await db.insert(metricSample).values([
      sample(1, 1),
      sample(0.5, 2),
      // Eight days: an hour with two samples, and one with a lone one.
      sample(8 * 24, 10),
      sample(8 * 24 - 0.5, 20),
      sample(8 * 24 - 1.5, 7),
      // A hundred days: one day with two hours; and years.
      sample(100 * 24 + 12, 100),
      sample(100 * 24 + 11, 300),
      sample(4 * 366 * 24, 5),
    ]);
    await db
      .insert(heartbeat)
      .values([{ minute: new Date(NOW_MS - 92 * DAY_MS) }, { minute: new Date(NOW_MS - 90 * DAY_MS) }]);
    const summed = [
      [2_412, 200],
      [192, 15],
      [191, 7],
      [1, 1],
      [0.5, 2],
    ];
    await Promise.all([storeSamples(db, NOW_MS), storeSamples(db, NOW_MS)]);
    expect(await samplesOf("x")).toEqual(summed);
    await db.delete(metricSample).where(eq(metricSample.name, "security-incidents"));
    await storeSamples(db, NOW_MS);
    expect(await samplesOf("x")).toEqual(summed);
    expect(await db.$count(heartbeat)).toBe(1);
  });
});

it("key figures of each hour are kept, and a job that became slow is found", async () => {
  const { db } = database;
  expect(await lookAtPerformance(db, NOW_MS)).toBeNull();
  for (let hour = 0; hour < 11; hour++) {
    const at = NOW_MS - (11 - hour) * HOUR_MS;
    const durationMs = hour < 8 ? 1_000 : 3_000;
    const runs = Array.from({ length: 20 }, (_each, index) => ({
      ...{ job: "scan", result: "done", durationMs },
      startedAt: new Date(at + index * MINUTE_MS),
    }));
    await db.insert(jobRun).values(runs);
    await storeSamples(db, at + HOUR_MS);
    // Nothing is worse before the third slow hour is over.
    if (hour === 9) expect(await lookAtPerformance(db, at + HOUR_MS)).toEqual([]);
  }
  expect(await lookAtPerformance(db, NOW_MS)).toMatchObject([{ kind: "performance-worse", subject: "job-scan-ms" }]);
  expect(await readPerformance(db, NOW_MS)).toMatchObject([
    { name: "job-scan-ms", last: { value: 3_000 }, comparison: { usual: 1_000, isWorse: true } },
  ]);
  expect(await lookAtPerformance(db, NOW_MS + 4 * DAY_MS)).toBeNull();
});
