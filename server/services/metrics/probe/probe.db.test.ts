import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { heartbeat, probe } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type DoorSeen, VISITED_DOORS } from "@/server/domain/metrics/visit";
import { runCli } from "@/server/testing/cli/run-cli";
import { startVisitedSite, type VisitedSite } from "@/server/testing/metrics/visited-site";
import { lookAtSite } from "./look-at-site";
import { storeVisit } from "./store-visit";
import { visit } from "./visit";

const NOW_MS = Date.UTC(2026, 10, 29, 12);
const MINUTE_MS = 60_000;
let database: TestDatabase;
let product: VisitedSite;
beforeAll(async () => {
  database = await createTestDatabase();
  product = await startVisitedSite(NOW_MS);
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});
afterEach(() => {
  for (const door of VISITED_DOORS) product.answer(door, null);
  product.asked.length = 0;
});

let pauses = 0;
const prober = () => ({ site: product.site, instance: "here", pause: async () => void pauses++ });
const faultsOf = (doors: readonly DoorSeen[]) =>
  Object.fromEntries(doors.flatMap(({ door, fault, problem }) => (fault ? [[door, problem]] : [])));

describe("a visit", () => {
  it("asks for every door once, by its own name, and finds all good", async () => {
    const { doors } = await visit(prober(), NOW_MS);
    expect(doors.map(({ door, status, fault }) => [door, status, fault])).toEqual(
      VISITED_DOORS.map((door) => [door, 200, null]),
    );
    expect(product.asked.map(({ path }) => path).sort()).toEqual([...VISITED_DOORS].sort());
    expect(new Set(product.asked.map(({ agent }) => agent))).toEqual(new Set(["daily-prize-oracle-prober"]));
  });

  it("asks again for what failed, and only for that", async () => {
    let times = 0;
    product.answer("/days", (_request, response) => {
      product.answer("/days", null);
      times++;
      response.destroy();
    });
    pauses = 0;
    expect(faultsOf((await visit(prober(), NOW_MS)).doors)).toEqual({});
    expect([times, pauses, product.asked.filter(({ path }) => path !== "/days").length]).toEqual([1, 1, 4]);
    expect(product.asked.filter(({ path }) => path === "/days")).toHaveLength(2);
  });

  it("follows no redirect, reads no more than it must, and says what came instead", async () => {
    product.answer("/", (_request, response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest?token=secret" }).end(),
    );
    product.answer("/days", (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const more = () => response.write(Buffer.alloc(64 * 1024), more);
      more();
    });
    product.answer("/api/pulse", (_request, response) => response.destroy());
    expect(faultsOf((await visit(prober(), NOW_MS)).doors)).toEqual({
      "/": "it leads elsewhere (302): http://169.254.169.254",
      "/days": "its answer is larger than 2 MiB",
      "/api/pulse": expect.stringContaining("no answer to /api/pulse"),
    });
  });

  it("of a site that answers but shows the past finds it stale", async () => {
    const { doors } = await visit(prober(), NOW_MS + 60 * MINUTE_MS);
    expect(doors.filter(({ fault }) => fault === "stale").map(({ door }) => door)).toEqual([
      "/",
      "/days",
      "/api/pulse",
    ]);
  });
});

it("is kept, counted in its minute and judged from there", async () => {
  const { db } = database;
  expect(await lookAtSite(db, NOW_MS)).toBeNull();
  await storeVisit(db, await visit(prober(), NOW_MS));
  product.answer("/api/v1/days", (_request, response) => response.writeHead(500).end());
  for (const minutes of [1, 2]) await storeVisit(db, await visit(prober(), NOW_MS + minutes * MINUTE_MS));
  expect(await lookAtSite(db, NOW_MS + MINUTE_MS)).toEqual([]);
  expect(await lookAtSite(db, NOW_MS + 2 * MINUTE_MS)).toMatchObject([
    { kind: "site-down", sinceMs: NOW_MS + MINUTE_MS, fact: expect.stringContaining("/api/v1/days: it answers 500") },
  ]);
  // A second prober in the same minute.
  await storeVisit(db, { ...(await visit(prober(), NOW_MS)), instance: "there" });
  const minutes = await db.select().from(heartbeat).orderBy(heartbeat.minute);
  expect(minutes.map(({ isAlive, visits, failedVisits }) => [isAlive, visits, failedVisits])).toEqual([
    [false, 2, 1],
    [false, 1, 1],
    [false, 1, 1],
  ]);
});

it("the command visits once, prints what it saw and keeps it where there is a database", async () => {
  await database.db.delete(probe);
  const later = await startVisitedSite(Date.UTC(2_100, 0));
  const run = (...args: string[]) => runCli("server/cli/probe.ts", args, { DATABASE_URL: database.url });
  const [once, noSite, tooOften] = await Promise.all([
    run("--url", later.site.href),
    run("--url", "ftp://nowhere"),
    run("--url", later.site.href, "--every", "5"),
  ]);
  await later.stop();
  expect(once.code, once.stderr).toBe(0);
  expect(JSON.parse(once.stdout)).toMatchObject({
    ok: true,
    doors: VISITED_DOORS.map((door) => ({ door, fault: null })),
  });
  expect(await database.db.$count(probe)).toBe(VISITED_DOORS.length);
  expect([noSite.code, tooOften.code]).toEqual([2, 2]);
});
