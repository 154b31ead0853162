import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { incident, incidentEntry, incidentSuspect, outbox } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import { applyLook } from "./apply-look";
import { openFound } from "./open-found";
import { readIncident } from "./read-incident";
import { readOpen } from "./read-incidents";
import { readLook } from "./read-look";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 28);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(incident);
  await database.db.delete(incidentSuspect);
  await database.db.delete(outbox);
});

const find = (kind: IncidentKind, subject = "", fact = `${kind} is so.`): Finding => ({
  ...{ kind, subject, fact, next: null, sinceMs: null },
});
const look = (findings: Finding[], nowMs = NOW, unknown: IncidentKind[] = []) =>
  applyLook(database.db, { findings, unknown }, nowMs);
const timeline = async (id: number) => (await readIncident(database.db, id)).timeline.map(({ kind }) => kind).reverse();

it("follows an incident from the first sign to its end, with timeline and events", async () => {
  const { db } = database;
  const away = find("signer-away", "one");
  expect(await look([away])).toEqual({ opened: [], back: [], closed: [] });
  const { opened } = await look([away], NOW + MINUTE);
  const [id = 0] = opened;
  expect(opened).toHaveLength(1);
  expect(await db.select().from(incidentSuspect)).toEqual([]);
  await look([{ ...away, fact: "Still away." }], NOW + 2 * MINUTE);
  await look([], NOW + 3 * MINUTE);
  expect(await look([away], NOW + 4 * MINUTE)).toEqual({ opened: [], back: [id], closed: [] });
  await look([], NOW + 5 * MINUTE);
  await look([], NOW + 10 * MINUTE, ["signer-away"]);
  expect((await look([], NOW + 10 * MINUTE)).closed).toEqual([id]);

  expect(await timeline(id)).toEqual(["opened", "well-again", "back", "well-again", "resolved"]);
  const { incident: view } = await readIncident(db, id);
  expect(view).toMatchObject({ state: "resolved", comebacks: 1, resolved: { by: "rules", atMs: NOW + 10 * MINUTE } });
  expect(view.times).toEqual({ detectMs: MINUTE, acknowledgeMs: null, resolveMs: 4 * MINUTE });
  const events = await db.select().from(outbox).orderBy(asc(outbox.id));
  expect(events.map(({ event }) => event)).toEqual([
    ...["incident.opened", "incident.changed", "incident.changed", "incident.changed", "incident.resolved"],
  ]);
  expect(events[0]?.payload).toMatchObject({ incident: id, kind: "signer-away", subject: "one", priority: 2 });
  expect(await readLook(db)).toEqual({ lookedMs: NOW + 10 * MINUTE, unknown: [] });
  await look([], NOW, ["chain-fork"]);
  expect(await readLook(db)).toEqual({ lookedMs: NOW, unknown: ["chain-fork"] });
});

it("that four processes apply at once is applied once, and again changes nothing", async () => {
  const findings = [find("money-moved", "pool"), find("audit-broken"), find("signer-away")];
  const all = await Promise.all([1, 2, 3, 4].map(() => look(findings)));
  expect(all.flatMap(({ opened }) => opened)).toHaveLength(2);
  expect(await database.db.select().from(incidentSuspect)).toHaveLength(1);
  expect(await database.db.select().from(incidentEntry)).toHaveLength(2);
  await look(findings);
  expect(await database.db.select().from(incidentEntry)).toHaveLength(2);
});

it("a cause takes over what it explains, as urgent as that, and gives it back when it is closed", async () => {
  const { db } = database;
  const overdue = find("day-overdue", "day:12");
  const [late = 0] = (await look([overdue])).opened;
  const stalled = find("chain-stalled");
  await look([overdue, stalled]);
  const [cause = 0] = (await look([overdue, stalled], NOW + MINUTE)).opened;
  expect(await readOpen(db)).toMatchObject([
    { id: cause, kind: "chain-stalled", priority: 1 },
    { id: late, causeId: cause },
  ]);
  expect((await readIncident(db, cause)).dependents.map(({ id }) => id)).toEqual([late]);
  expect(await timeline(cause)).toEqual(["opened", "raised"]);
  await look([overdue], NOW + 2 * MINUTE);
  await look([overdue], NOW + 7 * MINUTE);
  expect(await readOpen(db)).toMatchObject([{ id: late, causeId: null }]);
  expect(await timeline(late)).toEqual(["opened", "explained", "on-its-own"]);
});

it("writes what flaps without end on a timeline that ends", async () => {
  const moved = find("money-moved", "pool");
  const [id = 0] = (await look([moved])).opened;
  for (let flap = 1; flap <= 15; flap++) {
    await look([], NOW + flap * 2 * MINUTE);
    await look([moved], NOW + flap * 2 * MINUTE + MINUTE);
  }
  const { incident: view, timeline: entries } = await readIncident(database.db, id);
  expect(view).toMatchObject({ comebacks: 15, state: "investigating", wellSinceMs: null });
  expect(entries).toHaveLength(1 + 2 * 10);
  expect(entries[0]?.text).toMatch(/only counted/);
});

it("of a storm opens one, in a table that keeps few rows", async () => {
  const storm = Array.from({ length: 1_000 }, (_, at) => find("signer-away", `s${at}`));
  await look(storm);
  expect(await database.db.select().from(incidentSuspect)).toHaveLength(1);
  expect((await look(storm, NOW + MINUTE)).opened).toHaveLength(1);
  expect((await readOpen(database.db))[0]?.fact).toMatch(/^1000 at once\./);
});

it("what was found while nothing could be written is written with its true beginning, once", async () => {
  const { db } = database;
  const finding = { ...find("database-away"), sinceMs: NOW - 9 * MINUTE };
  const id = await openFound(db, finding, NOW - 8 * MINUTE);
  expect(await openFound(db, finding, NOW)).toBe(id);
  await look([], NOW);
  await look([], NOW + 5 * MINUTE);
  const [row] = await db.select().from(incident).where(eq(incident.id, id));
  expect(row).toMatchObject({ beganAt: new Date(NOW - 9 * MINUTE), openedAt: new Date(NOW - 8 * MINUTE) });
  expect((await readIncident(db, id)).incident.times).toMatchObject({ detectMs: MINUTE, resolveMs: 8 * MINUTE });
});
