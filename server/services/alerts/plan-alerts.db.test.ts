import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { delivery, incident } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type Channel, type Channels, NO_CHANNELS } from "@/server/domain/monitoring/channel";
import { memoryLog } from "@/server/testing/memory-log";
import { createOutageAlarm } from "./alert-without-database";
import { planAlerts } from "./plan-alerts";
import { rememberOutage } from "./remember-outage";

const START_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SITE = "https://prizes.example.org";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(delivery);
  await database.db.delete(incident);
});

const channel = (name: string, change: Partial<Channel> = {}): Channel => ({
  ...{ name, kind: "webhook", audience: "staff", lowestPriority: 4, isEscalation: false },
  send: async () => ({ ok: true, remark: null }),
  ...change,
});
const channels: Channels = {
  ...NO_CHANNELS,
  all: [channel("mail"), channel("pager", { lowestPriority: 1 }), channel("boss", { isEscalation: true })],
  reminderMs: HOUR_MS,
};

async function open(change: Partial<typeof incident.$inferInsert> = {}): Promise<number> {
  const at = new Date(START_MS);
  const times = { beganAt: at, openedAt: at, lastSeenAt: at };
  const what = { kind: "site-down", subject: "", title: "Visitors get no answer" } as const;
  const said = { fact: "/ answered 500 three times", next: "Look at the log", publicText: null };
  const values = { ...what, ...said, priority: 1, state: "investigating", ...times, ...change } as const;
  const [row] = await database.db.insert(incident).values(values).returning({ id: incident.id });
  return row?.id ?? 0;
}

const plan = (minute: number) =>
  planAlerts({ db: database.db, siteUrl: SITE }, channels, START_MS + minute * MINUTE_MS);
const queued = async () =>
  (await database.db.select().from(delivery).orderBy(asc(delivery.id))).map(({ channel: name, message, state }) => {
    return `${name} ${state}: ${message.title}`;
  });

it("an incident is told with its fact, what it explains, what to do first and its page; and its end", async () => {
  const id = await open();
  await open({ kind: "site-slow", title: "Visitors wait long", causeId: id, priority: 3 });
  expect(await plan(0)).toBe(2);
  expect(await plan(0)).toBe(0);
  const [row] = await database.db.select().from(delivery);
  expect(row).toMatchObject({ channel: "mail", key: `incident:${id}:opened`, incidentId: id });
  expect(row?.message).toEqual({
    title: `[1] Visitors get no answer (#${id})`,
    text: [
      "/ answered 500 three times.",
      "Noticed at 2027-01-15 08:00:00 UTC.",
      `Because of it: Visitors wait long (#${id + 1}).`,
      "First: Look at the log.",
      "Runbook: RUNBOOKS.md, site-down.",
    ].join("\n"),
    link: `${SITE}/admin/incidents/${id}`,
    priority: 1,
  });
  await database.db.update(incident).set({ resolvedAt: new Date(START_MS + 9 * MINUTE_MS), causeId: null });
  await plan(9);
  expect((await queued()).slice(2)).toEqual([
    `mail waiting: Resolved: Visitors get no answer (#${id})`,
    `pager waiting: Resolved: Visitors get no answer (#${id})`,
  ]);
});

it("what is less urgent says that it wakes nobody, and an acknowledged one is quiet", async () => {
  const id = await open({ priority: 3 });
  await plan(0);
  const [row] = await database.db.select().from(delivery);
  expect(row?.message.text).toMatch(/This wakes nobody: somebody acts this week\.$/);
  await database.db
    .update(incident)
    .set({ acknowledgedAt: new Date(START_MS) })
    .where(eq(incident.id, id));
  for (const minute of [5, 60, 3_000]) expect(await plan(minute)).toBe(0);
});

it("two processes that plan at once queue each message once", async () => {
  for (let at = 0; at < 5; at++) await open({ subject: `${at}` });
  const counts = await Promise.all([plan(0), plan(0), plan(0)]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(10);
  expect(await queued()).toHaveLength(10);
});

it("a storm is one message to each channel, and so is its end", async () => {
  for (let at = 0; at < 40; at++) await open({ subject: `${at}`, priority: at === 7 ? 1 : 2 });
  expect(await plan(0)).toBe(2);
  const waiting = (await queued()).filter((line) => line.includes("waiting"));
  expect(waiting).toEqual([
    "mail waiting: [1] 40 incidents, the most urgent: Visitors get no answer",
    expect.stringMatching(/^pager waiting: \[1\] Visitors get no answer \(#\d+\)$/),
  ]);
  await database.db.update(incident).set({ resolvedAt: new Date(START_MS + 5 * MINUTE_MS) });
  expect(await plan(5)).toBe(2);
  expect(await queued()).toContain("mail waiting: 40 incidents are resolved");
});

it("an outage of the database is told from memory, once, and its end by the incident that stands for it", async () => {
  const got: string[] = [];
  const isDown = new Set(["mail"]);
  const noting =
    (name: string): Channel["send"] =>
    async ({ title }) => {
      if (isDown.has(name)) return { ok: false, problem: "away", isFinal: false, retryAtMs: null };
      got.push(`${name}: ${title}`);
      return { ok: true, remark: null };
    };
  const all = channels.all.map((each) => ({ ...each, send: noting(each.name) }));
  const { signal } = new AbortController();
  const alarm = createOutageAlarm({ channels: { ...channels, all }, log: memoryLog().log, signal });
  const title = "[1] The database does not answer";
  const awayAt = async (minute: number) => {
    got.length = 0;
    await alarm.away(START_MS + minute * MINUTE_MS);
    return [...got].sort();
  };
  expect(alarm.back()).toBeNull();
  expect(await awayAt(0)).toEqual([]);
  expect(await awayAt(0.9)).toEqual([]);
  expect(await awayAt(1)).toEqual([`pager: ${title}`]);
  isDown.clear();
  expect(await awayAt(2)).toEqual([`mail: ${title}`]);
  for (const minute of [3, 4, 5]) expect(await awayAt(minute)).toEqual([]);
  expect(await awayAt(6)).toEqual(["boss: [1] Nobody has acknowledged: The database does not answer"]);
  expect(await awayAt(61)).toContain("pager: [1] Still open: The database does not answer");

  const outage = alarm.back();
  expect(alarm.back()).toBeNull();
  expect(outage).toMatchObject({ beganMs: START_MS, noticedMs: START_MS + MINUTE_MS });
  const id = await open({ kind: "database-away", title: "The database does not answer" });
  if (outage) await rememberOutage(database.db, outage, id);
  expect(await plan(61.5)).toBe(0);
  await database.db.update(incident).set({ resolvedAt: new Date(START_MS + 70 * MINUTE_MS) });
  expect(await plan(70)).toBe(3);
  expect((await queued()).filter((line) => line.includes("waiting: Resolved"))).toHaveLength(3);
});
