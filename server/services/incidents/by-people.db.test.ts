import { asc, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditEvent, incident, outbox } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { addPerson } from "@/server/testing/services/add-person";
import { acknowledge } from "./acknowledge";
import { addNote } from "./add-note";
import { applyLook } from "./apply-look";
import { changePublicText } from "./change-public-text";
import { changeState } from "./change-state";
import { listPublicIncidents } from "./list-public";
import { measureResponse } from "./measure-response";
import { openByHand } from "./open-by-hand";
import { readIncident } from "./read-incident";
import { readIncidents } from "./read-incidents";
import { resolve } from "./resolve";
import { writePostMortem } from "./write-post-mortem";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 28);
const TEXT = "We look into it now.";

let database: TestDatabase;
let olga: string;
let ann: string;
let vic: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  olga = await addPerson(db, "Olga", "operator");
  ann = await addPerson(db, "Ann", "approver");
  vic = await addPerson(db, "Vic", "viewer");
});
afterAll(() => database.drop());
beforeEach(() => database.db.delete(incident));

const find = (nowMs = NOW) =>
  applyLook(
    database.db,
    { findings: [{ kind: "chain-fork", subject: "", fact: "Two tips.", next: null, sinceMs: null }], unknown: [] },
    nowMs,
  );
const findOne = async () => (await find()).opened[0] ?? 0;
const acts = (id: number, userId = olga, nowMs = NOW + MINUTE) => ({ id, userId, nowMs });
const report = (more: Partial<Parameters<typeof openByHand>[1]> = {}) =>
  openByHand(database, {
    ...{ userId: olga, nowMs: NOW, title: "Players report wrong names", text: "Three players wrote to us." },
    ...{ priority: 3, publicText: null, isSecurity: false },
    ...more,
  });

it("a person takes it on, tells of it and ends it, each with audit row and event", async () => {
  const { db } = database;
  const id = await report({ publicText: "Some names are shown wrongly. Payouts are right." });
  await acknowledge(database, { ...acts(id), why: "I ask the team that shows them." });
  await changeState(database, { ...acts(id), state: "identified", text: "A cache was old.", isPublic: true });
  await addNote(database, { ...acts(id, ann), text: "Bob empties the cache.", isPublic: false });
  await resolve(database, { ...acts(id, ann, NOW + 9 * MINUTE), text: "The names are right again.", isPublic: true });
  await writePostMortem(database, { ...acts(id, olga, NOW + 20 * MINUTE), text: "Caches keep names an hour now." });
  const { incident: view, timeline } = await readIncident(db, id);
  expect(view).toMatchObject({
    state: "post-mortem",
    acknowledged: { by: "Olga", why: "I ask the team that shows them.", atMs: NOW + MINUTE },
    resolved: { by: "Ann", atMs: NOW + 9 * MINUTE },
    times: { detectMs: 0, acknowledgeMs: MINUTE, resolveMs: 9 * MINUTE },
  });
  expect(timeline.map(({ kind, by }) => `${kind} ${by}`).reverse()).toEqual([
    ...["opened Olga", "acknowledged Olga", "state Olga", "note Ann", "resolved Ann", "post-mortem Olga"],
  ]);
  const audit = await db
    .select()
    .from(auditEvent)
    .where(like(auditEvent.subject, `incident:${id}`));
  expect(audit.map(({ action }) => action)).toEqual(
    ["opened", "acknowledged", "state", "noted", "resolved", "post-mortem"].map((verb) => `incident.${verb}`),
  );
  const events = await db.select().from(outbox).orderBy(asc(outbox.id));
  expect(events.slice(-6).map(({ event }) => event)).toEqual([
    ...["incident.opened", "incident.acknowledged", "incident.changed", "incident.changed", "incident.resolved"],
    "incident.changed",
  ]);
  // The public reads what was meant for it, and no name.
  const told = await listPublicIncidents(db, NOW + 20 * MINUTE);
  expect(told.over).toMatchObject([
    {
      ...{ id, text: "Some names are shown wrongly. Payouts are right.", overMs: NOW + 9 * MINUTE },
      updates: [{ text: "The names are right again." }, { text: "A cache was old.", state: "identified" }],
    },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/Olga|Ann|Bob/);
});

it("of two who acknowledge at once one does, and the other is told who did", async () => {
  const id = await findOne();
  const both = await Promise.allSettled(
    [olga, ann].map((who) => acknowledge(database, { ...acts(id, who), why: TEXT })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const again = acknowledge(database, { ...acts(id), why: TEXT });
  await expect(again).rejects.toThrow(/incident \d+ is acknowledged already, by (Olga|Ann)/);
  // Coming back, it is the same one: acknowledged as it was.
  await applyLook(database.db, { findings: [], unknown: [] }, NOW + MINUTE);
  await find(NOW + 2 * MINUTE);
  expect((await readIncident(database.db, id)).incident).toMatchObject({ comebacks: 1, acknowledged: { why: TEXT } });
});

it("what rules still find is not resolved by hand; what they find no more, or nobody looked at, is", async () => {
  const id = await findOne();
  const ends = (nowMs: number) => resolve(database, { ...acts(id, olga, nowMs), text: TEXT, isPublic: false });
  await expect(ends(NOW + MINUTE - 1)).rejects.toThrow(/rules still find incident \d+, last at .* Acknowledge it/);
  await ends(NOW + MINUTE);
  await expect(ends(NOW + MINUTE)).rejects.toThrow("is over: its state is resolved");
  const next = await findOne();
  expect(next).toBeGreaterThan(id);
  await applyLook(database.db, { findings: [], unknown: [] }, NOW + MINUTE / 2);
  await resolve(database, { ...acts(next, olga, NOW + MINUTE / 2 + 1), text: TEXT, isPublic: false });
});

it.each<[string, (id: number) => Promise<unknown>, RegExp]>([
  ["a viewer", (id) => acknowledge(database, { ...acts(id, vic), why: TEXT }), /you are viewer; acknowledging/],
  ["a viewer who reports", () => report({ userId: vic }), /you are viewer; reporting an incident requires operator/],
  ["no reason", (id) => acknowledge(database, { ...acts(id), why: "ok" }), /give a reason of at least/],
  ["no such incident", () => acknowledge(database, { ...acts(2 ** 30), why: TEXT }), /there is no incident/],
  ["a state it has", (id) => setState(id, "investigating"), /is investigating already/],
  ["a post-mortem before the end", (id) => writePostMortem(database, { ...acts(id), text: TEXT }), /is still open/],
  ["a title of three lines", () => report({ title: "\n \n" }), /give a title of 3 to 120/],
  ["a novel", (id) => setNote(id, "x".repeat(2_001)), /may have 2000/],
  ["a second report of the same", () => report().then(() => report()), /this is open already, as incident \d+/],
])("%s is refused in words", async (_what, act, words) => {
  const id = await findOne();
  await expect(act(id)).rejects.toThrow(words);
});
const setState = (id: number, state: "investigating") =>
  changeState(database, { ...acts(id), state, text: TEXT, isPublic: false });
const setNote = (id: number, text: string, isPublic = false) => addNote(database, { ...acts(id), text, isPublic });

it("the public is told of what concerns it, and of a cause once", async () => {
  const { db } = database;
  const findings = ["chain-fork", "day-overdue", "source-unwell"].map((kind) => {
    return { kind: kind as "chain-fork", subject: "", fact: "So.", next: null, sinceMs: null };
  });
  await applyLook(db, { findings, unknown: [] }, NOW);
  const { open, lookedMs } = await listPublicIncidents(db, NOW);
  expect(open.map(({ text }) => text)).toEqual([expect.stringMatching(/^We are behind the chain/)]);
  expect(lookedMs).toBe(NOW);
  const id = open[0]?.id ?? 0;
  const late = (await readIncident(db, id)).dependents.find(({ kind }) => kind === "day-overdue")?.id ?? 0;
  await expect(setNote(late, TEXT, true)).rejects.toThrow(`it tells of incident ${id}, which explains this one`);
  // A false alarm can be taken down. What it explained is then told by itself.
  await changePublicText(database, { ...acts(id), publicText: null });
  await expect(setNote(id, TEXT, true)).rejects.toThrow(/is not on the status page/);
  await setNote(late, TEXT, true);
  const left = (await listPublicIncidents(db, NOW)).open;
  expect(left.map(({ text }) => text)).toEqual([expect.stringMatching(/^Today's payout is late/)]);
});

it("pages of what is over follow one another without a gap, and times are measured over all", async () => {
  const { db } = database;
  for (let at = 0; at < 5; at++) {
    const id = await report({ title: `Report ${at}`, priority: 2, isSecurity: at === 0 });
    if (at > 0) await acknowledge(database, { ...acts(id, olga, NOW + at * 6 * MINUTE), why: TEXT });
    if (at < 4) await resolve(database, { ...acts(id, olga, NOW + 60 * MINUTE), text: TEXT, isPublic: false });
  }
  const first = await readIncidents(db, { below: null, limit: 3 });
  expect(first.open.map(({ title }) => title)).toEqual(["Report 4"]);
  const second = await readIncidents(db, { below: first.olderThan, limit: 3 });
  expect([...first.over, ...second.over].map(({ title }) => title)).toEqual([3, 2, 1, 0].map((at) => `Report ${at}`));
  expect(second).toMatchObject({ open: [], olderThan: null });
  await expect(report({ title: "SECURITY", priority: 2, isSecurity: false })).rejects.toThrow(
    /in the title what happened/,
  );
  const security = await db.select().from(incident).where(eq(incident.subject, "security"));
  expect(security.map(({ title }) => title)).toEqual(["Report 0"]);
  expect(await measureResponse(db, NOW + 90 * MINUTE)).toEqual({
    detect: { medianMs: 0, worstMs: 0, count: 5 },
    acknowledge: { medianMs: 12 * MINUTE, worstMs: 24 * MINUTE, count: 4 },
    resolve: { medianMs: 60 * MINUTE, worstMs: 60 * MINUTE, count: 4 },
    inTime: { answered: 2, wanted: 5 },
  });
});
