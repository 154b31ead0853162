import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { heartbeat, incident, incidentEntry, jobRun, metricSample, probe } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { lookAtPerformance, readPerformance } from "./look-at-performance";
import { readMetrics } from "./read-metrics";
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
