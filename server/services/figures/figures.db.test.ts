import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectDatabase } from "@/db/client";
import { callLimit, delivery, heartbeat, incident, probe, sourceHealth, upkeep } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { FIGURES, type Figure, type FigureName } from "@/server/domain/monitoring/figures";
import { INCIDENT_KINDS } from "@/server/domain/monitoring/kinds";
import { runRound } from "@/server/jobs/run-job";
import { observeWith } from "@/server/telemetry/measure";
import { startMetricsServer } from "@/server/telemetry/metrics/metrics-server";
import { serveProcessMetrics } from "@/server/telemetry/metrics/process-metrics";
import { memoryLog } from "@/server/testing/memory-log";
import { testSecret } from "@/server/testing/secrets";
import { endNextDay } from "@/server/testing/services/steps";
import { untilPaid } from "@/server/testing/services/straight-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { dayKey, dayLimitName } from "../sources/internal/day-limit";
import { openFigures } from "./read-figures";

let world: World;
const { log, read: logged } = memoryLog();
beforeAll(async () => {
  world = await startWorld();
  const dayIndex = await endNextDay(world);
  await untilPaid({ world, dayIndex, mostRounds: 40 }, () => runRound(world.ctx));
});
afterAll(() => world.stop());

const database = async () => world.ctx.db;
const figureOf = (figures: readonly Figure[], name: FigureName, labels: Record<string, string> = {}) =>
  figures.find(
    (each) => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value),
  )?.value;

it("every figure is told of a service that has paid a day, has an incident and waits to tell people", async () => {
  const { db } = world.ctx;
  const nowMs = Date.now();
  const [at, before] = [new Date(nowMs), new Date(nowMs - 60_000)];
  const words = {
    subject: "",
    state: "investigating" as const,
    title: "t",
    fact: "f",
    beganAt: at,
    openedAt: at,
    lastSeenAt: at,
  };
  const rows = [
    { ...words, kind: "engine-silent", priority: 1 },
    { ...words, kind: "day-behind", priority: 2 },
  ] as const;
  await db.insert(incident).values([...rows]);
  const message = { title: "t", text: "t", link: null, priority: null };
  const told = { key: "k", message, nextTryAt: at, queuedAt: before };
  await db.insert(delivery).values([
    { ...told, channel: "ops" },
    { ...told, channel: "person:1" },
    { ...told, channel: "person:2" },
  ]);
  await db.insert(probe).values([
    { instance: "a", door: "/", status: 200, durationMs: 120, at: before },
    { instance: "a", door: "/", fault: "wrong-answer", status: 503, durationMs: 250, at },
  ]);
  await db.insert(upkeep).values({ what: "backup", doneAt: before, actor: "cli:test", note: "" });
  const source = { name: "koios", server: "Koios at x", place: 0, hasBytes: true, sinceMs: nowMs } as const;
  await db.insert(sourceHealth).values({ ...source, chosenMs: nowMs, tipHeight: 7, tipTimeMs: nowMs - 20_000 });
  await db.insert(callLimit).values({ key: `${dayLimitName("koios")}:${dayKey(nowMs)}`, points: 12 });
  await db
    .insert(heartbeat)
    .values({ minute: new Date(nowMs - 3_600_000), isAlive: true, visits: 1 })
    .onConflictDoNothing();
  const figures = await openFigures({ database, log })(nowMs);
  expect(logged()).toEqual([]);
  const missing = (Object.keys(FIGURES) as FigureName[]).filter((name) => figureOf(figures, name) === undefined);
  // These take visits to the API, a deadline that has passed, or a day that is owed.
  expect(missing).toEqual([
    ...["oracle_days_in_time_ratio", "oracle_lines_in_time_ratio"],
    ...["oracle_api_response_seconds", "oracle_day_grace_seconds"],
  ]);
  expect(figureOf(figures, "oracle_up")).toBe(1);
  expect(figures.filter(({ name, value }) => name === "oracle_figures_read" && value !== 1)).toEqual([]);
  expect(figureOf(figures, "oracle_incidents_open", { kind: "engine-silent", priority: "1" })).toBe(1);
  expect(figureOf(figures, "oracle_incidents_open", { kind: "audit-broken" })).toBe(0);
  expect(figures.filter(({ name }) => name === "oracle_incidents_open")).toHaveLength(
    Object.keys(INCIDENT_KINDS).length,
  );
  expect(figureOf(figures, "oracle_incidents_unacknowledged", { priority: "2" })).toBe(1);
  expect(figureOf(figures, "oracle_deliveries_waiting", { channel: "people" })).toBe(2);
  expect(figureOf(figures, "oracle_delivery_oldest_seconds", { channel: "ops" })).toBe(60);
  expect(figureOf(figures, "oracle_source_tip_age_seconds", { source: "koios" })).toBe(20);
  expect(figureOf(figures, "oracle_source_calls_today")).toBe(12);
  expect(figureOf(figures, "oracle_probe_success", { door: "/" })).toBe(0);
  expect(figureOf(figures, "oracle_upkeep_age_seconds", { what: "backup" })).toBe(60);
  expect(figureOf(figures, "oracle_days", { state: "PAID" })).toBe(1);
  expect(figureOf(figures, "oracle_job_failures_in_row", { job: "scan" })).toBe(0);
  expect(figureOf(figures, "oracle_pool_lovelace")).toBeGreaterThan(
    figureOf(figures, "oracle_pool_free_lovelace") ?? 0,
  );
});

it("an empty database is told as one, without an error", async () => {
  const empty = await createTestDatabase();
  const db = await connectDatabase(empty.url);
  const figures = await openFigures({ database: async () => db, log })(Date.now());
  expect(figureOf(figures, "oracle_up")).toBe(1);
  expect(figures.filter(({ name, value }) => name === "oracle_figures_read" && value !== 1)).toEqual([]);
  expect(figureOf(figures, "oracle_tip_age_seconds")).toBeUndefined();
  await db.$client.end();
  // Gone now, as for a database that is away.
  expect(await openFigures({ database: async () => db, log })(Date.now())).toEqual(
    expect.arrayContaining([{ name: "oracle_up", value: 0, labels: {} }]),
  );
  const away = () => Promise.reject(new Error("no server answers"));
  expect(await openFigures({ database: away, log })(Date.now())).toEqual([{ name: "oracle_up", value: 0, labels: {} }]);
  await empty.drop();
});

it("a database that is asked already is not asked again, and all who wait are told the same", async () => {
  let asked = 0;
  const read = openFigures({
    log,
    database: () => {
      asked++;
      return database();
    },
  });
  const [first, second] = await Promise.all([read(Date.now()), read(Date.now())]);
  expect([asked, second]).toEqual([1, first]);
  await read(Date.now());
  expect(asked).toBe(2);
});

it("the endpoint tells them and its processes to whoever has the token, once in five seconds", async () => {
  const sockets = await mkdtemp(path.join(tmpdir(), "prize-metrics-"));
  const engine = await serveProcessMetrics(sockets, "engine");
  let reads = 0;
  const open = openFigures({ database, log });
  const read = (nowMs: number) => {
    reads++;
    return open(nowMs);
  };
  const token = testSecret("metrics");
  const server = await startMetricsServer({ host: "127.0.0.1", port: 0, token, sockets, read, log });
  const ask = (url: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}${url}`, init);
  const headers = { authorization: `Bearer ${token}` };
  try {
    const again = startMetricsServer({ host: "127.0.0.1", port: server.port, token, sockets, read, log });
    await expect(again).rejects.toThrow(/EADDRINUSE/);
    expect((await ask("/metrics")).status).toBe(401);
    expect((await ask("/metrics", { headers: { authorization: `Bearer ${testSecret("other")}` } })).status).toBe(401);
    expect(reads).toBe(0);
    expect((await ask("/", { headers })).status).toBe(404);
    expect((await ask("/metrics", { headers, method: "POST" })).status).toBe(405);
    const answers = await Promise.all([ask("/metrics", { headers }), ask("/metrics?x=1", { headers })]);
    const [text, same] = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect([reads, same]).toEqual([1, text]);
    expect(text).toContain("\noracle_up 1\n");
    // The web application is away here, and hides nobody.
    for (const name of ["watch", "engine"]) expect(text).toContain(`process_resident_memory_bytes{process="${name}"}`);
  } finally {
    observeWith(undefined);
    await server.stop();
    engine.close();
    await rm(sockets, { recursive: true });
  }
});
