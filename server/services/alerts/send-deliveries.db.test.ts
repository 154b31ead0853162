import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { closeDatabase, connectDatabase } from "@/db/client";
import { delivery, incident, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type Channel, type Channels, NO_CHANNELS, type Sending, type Sent } from "@/server/domain/monitoring/channel";
import type { Priority } from "@/server/domain/monitoring/priority";
import { personChannelName } from "@/server/domain/monitoring/wants";
import { memoryLog } from "@/server/testing/memory-log";
import { addPerson } from "@/server/testing/services/add-person";
import { queueMessage } from "./queue-message";
import { readChannels } from "./read-channels";
import { sendDeliveries, settleDeliveries } from "./send-deliveries";

const START_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OK: Sent = { ok: true, remark: null };
const AWAY: Sent = { ok: false, problem: "one.example answered 503", isFinal: false, retryAtMs: null };
const GONE: Sent = { ok: false, problem: "one.example answered 410", isFinal: true, retryAtMs: null };
const { log, clear } = memoryLog();

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  clear();
  await database.db.delete(delivery);
});

/** A receiver that notes what comes, and answers as it is told. */
function receiver(name: string, answer: (sending: Sending, title: string) => Sent | Promise<Sent> = () => OK) {
  const got: { readonly title: string; readonly id: string }[] = [];
  const send: Channel["send"] = async ({ title }, sending) => {
    const answered = await answer(sending, title);
    got.push({ title, id: sending.id });
    return answered;
  };
  const channel: Channel = { name, kind: "webhook", audience: "staff", lowestPriority: 4, isEscalation: false, send };
  return { channel, got, titles: () => got.map(({ title }) => title) };
}

const channelsOf = (...all: readonly Channel[]): Channels => ({ ...NO_CHANNELS, all });
const send = (channels: Channels, nowMs: number) => sendDeliveries({ db: database.db, log }, channels, nowMs);

type Change = { nowMs?: number; incidentId?: number; priority?: Priority | null };

async function queue(channel: string, title: string, { priority = 2, ...change }: Change = {}) {
  const message = { title, text: "so it is", link: null, priority };
  const queued = { channel, key: title, message, incidentId: null, nowMs: START_MS, ...change };
  return queueMessage(database.db, queued);
}

const states = async () =>
  (await database.db.select().from(delivery).orderBy(asc(delivery.id))).map(({ key, state }) => `${key} ${state}`);

it("sends each message once, oldest first, and a key that was queued twice as well", async () => {
  const { channel, titles } = receiver("one");
  expect([await queue("one", "a"), await queue("one", "b"), await queue("one", "a")]).toEqual([true, true, false]);
  await send(channelsOf(channel), START_MS);
  await send(channelsOf(channel), START_MS + HOUR_MS);
  expect(titles()).toEqual(["a", "b"]);
  expect(await states()).toEqual(["a sent", "b sent"]);
});

it("no alert waits behind a notification", async () => {
  const { channel, titles } = receiver("one");
  for (const [title, priority] of [
    ["news", null],
    ["for this week", 3],
    ["page", 1],
  ] as const)
    await queue("one", title, { priority });
  await send(channelsOf(channel), START_MS);
  expect(titles()).toEqual(["page", "for this week", "news"]);
});

it("a receiver that is away for a day gets everything afterwards, each once, and was asked seldom meanwhile", async () => {
  let isAway = true;
  const { channel, got, titles } = receiver("one", () => (isAway ? AWAY : OK));
  for (const title of ["a", "b", "c"]) await queue("one", title);
  let nowMs = START_MS;
  for (; nowMs < START_MS + 25 * HOUR_MS; nowMs += 30 * MINUTE_MS) await send(channelsOf(channel), nowMs);
  expect(await states()).toEqual(["a waiting", "b waiting", "c waiting"]);
  expect(await readChannels(database.db, channelsOf(channel), nowMs)).toMatchObject([
    { name: "one", waiting: 3, oldestWaitsMs: 25 * HOUR_MS, givenUpLately: 0, problem: AWAY.problem, lastSentMs: null },
  ]);
  // Once a round, whatever waits.
  expect(got.length).toBeLessThanOrEqual(25 * 2);
  isAway = false;
  got.length = 0;
  for (let round = 0; round < 3; round++) await send(channelsOf(channel), nowMs + round * 5 * MINUTE_MS);
  expect(titles().sort()).toEqual(["a", "b", "c"]);
  expect(await states()).toEqual(["a sent", "b sent", "c sent"]);
  const [view] = await readChannels(database.db, channelsOf(channel), nowMs + HOUR_MS);
  expect(view).toMatchObject({ waiting: 0, oldestWaitsMs: null, problem: null });
});

it("after two days a message is given up, also of a channel that is no longer there", async () => {
  const { channel } = receiver("one", () => AWAY);
  await queue("one", "a");
  await queue("gone", "b");
  await send(channelsOf(channel), START_MS + 47 * HOUR_MS);
  expect(await states()).toEqual(["a waiting", "b waiting"]);
  await send(channelsOf(channel), START_MS + 48 * HOUR_MS);
  expect(await states()).toEqual(["a given-up", "b given-up"]);
  const rows = await database.db.select().from(delivery).orderBy(asc(delivery.id));
  expect(rows.map(({ problem }) => problem)).toEqual([AWAY.problem, expect.stringMatching(/^CHANNELS_FILE has no/)]);
  expect(await readChannels(database.db, channelsOf(channel), START_MS + 48 * HOUR_MS)).toMatchObject([
    { givenUpLately: 1, problem: AWAY.problem },
  ]);
});

it("what was queued by a clock that was ahead is sent once the clock is put back", async () => {
  const { channel, titles } = receiver("one");
  await queue("one", "a", { nowMs: START_MS + 25 * HOUR_MS });
  await send(channelsOf(channel), START_MS);
  await send(channelsOf(channel), START_MS + 25 * HOUR_MS);
  expect(titles()).toEqual(["a"]);
});

it("a final answer gives up that message alone", async () => {
  const { channel, titles } = receiver("one", (_sending, title) => (title === "bad" ? GONE : OK));
  for (const title of ["bad", "good"]) await queue("one", title);
  await send(channelsOf(channel), START_MS);
  expect(titles()).toEqual(["bad", "good"]);
  expect(await states()).toEqual(["bad given-up", "good sent"]);
});

it("a message that a receiver chokes on does not keep the next ones", async () => {
  const { channel, titles } = receiver("one", (_sending, title) => (title === "odd" ? AWAY : OK));
  for (const title of ["odd", "good"]) await queue("one", title);
  await send(channelsOf(channel), START_MS);
  await send(channelsOf(channel), START_MS + 1_000);
  expect(titles()).toEqual(["odd", "good"]);
});

it("a receiver that asks to be left alone is sent nothing until then", async () => {
  const { channel, titles } = receiver("one", ({ nowMs }) =>
    nowMs < START_MS + 10 * MINUTE_MS ? { ...AWAY, ok: false, retryAtMs: START_MS + 10 * MINUTE_MS } : OK,
  );
  for (const title of ["a", "b", "c"]) await queue("one", title);
  for (let minute = 0; minute < 10; minute++) await send(channelsOf(channel), START_MS + minute * MINUTE_MS);
  expect(titles()).toEqual(["a"]);
  await send(channelsOf(channel), START_MS + 10 * MINUTE_MS);
  expect(titles()).toEqual(["a", "a", "b", "c"]);
});

it("a receiver that hangs keeps no other waiting, and is not asked twice at once", async () => {
  let answerHanging: (sent: Sent) => void = () => undefined;
  const hanging = receiver("hanging", () => new Promise((resolve) => (answerHanging = resolve)));
  const quick = receiver("quick");
  await queue("hanging", "a");
  await queue("quick", "a");
  const first = send(channelsOf(hanging.channel, quick.channel), START_MS);
  await expect.poll(quick.titles).toEqual(["a"]);
  await queue("quick", "b");
  await expect.poll(states).toContain("a sent");
  const second = send(channelsOf(hanging.channel, quick.channel), START_MS + 2 * MINUTE_MS);
  await expect.poll(quick.titles).toEqual(["a", "b"]);
  answerHanging(OK);
  await Promise.all([first, second, settleDeliveries(database.db)]);
  expect(hanging.titles()).toEqual(["a"]);
  expect(await states()).toEqual(["a sent", "a sent", "b sent"]);
});

it("whoever dies between sending and writing it down is followed by one who sends it again, with the same id", async () => {
  const elsewhere = await connectDatabase(database.url);
  const dying = receiver("one", async () => {
    await closeDatabase(elsewhere);
    return OK;
  });
  const other = receiver("one");
  await queue("one", "a");
  await sendDeliveries({ db: elsewhere, log }, channelsOf(dying.channel), START_MS);
  await settleDeliveries(elsewhere);
  expect(dying.titles()).toEqual(["a"]);
  await send(channelsOf(other.channel), START_MS + 30_000);
  expect(other.got).toEqual([]);
  await send(channelsOf(other.channel), START_MS + 61_000);
  const [row] = await database.db.select().from(delivery);
  expect([...dying.got, ...other.got].map(({ id }) => id)).toEqual([row?.messageId, row?.messageId]);
  expect(row).toMatchObject({ state: "sent", attempts: 2 });
});

it("that an incident is over is never told before that it is there", async () => {
  const at = new Date(START_MS);
  const times = { beganAt: at, openedAt: at, lastSeenAt: at };
  const [made] = await database.db
    .insert(incident)
    .values({ kind: "site-down", subject: "", priority: 1, state: "investigating", title: "t", fact: "f", ...times })
    .returning({ id: incident.id });
  let isAway = true;
  const { channel, titles } = receiver("one", () => (isAway ? AWAY : OK));
  await queue("one", "opened", { incidentId: made?.id });
  await queue("one", "resolved", { incidentId: made?.id });
  await send(channelsOf(channel), START_MS);
  isAway = false;
  await send(channelsOf(channel), START_MS + 1_000);
  expect(titles()).toEqual(["opened"]);
  await send(channelsOf(channel), START_MS + MINUTE_MS);
  expect(titles()).toEqual(["opened", "opened", "resolved"]);
});

it("a person is told at the address that they have now, and nobody who is disabled", async () => {
  const id = await addPerson(database.db, "Ann", "approver");
  const mailed: string[] = [];
  const channels: Channels = {
    ...NO_CHANNELS,
    mailTo:
      (address) =>
      async ({ title }) => {
        mailed.push(`${title} to ${address}`);
        return OK;
      },
  };
  await queue(personChannelName(id, "e-mail"), "a");
  await database.db.update(user).set({ email: "new@example.org" }).where(eq(user.id, id));
  await send(channels, START_MS);
  expect(mailed).toEqual(["a to new@example.org"]);
  await database.db.update(user).set({ disabled: true }).where(eq(user.id, id));
  await queue(personChannelName(id, "e-mail"), "b");
  await queue(personChannelName(id, "telegram"), "c");
  await send(channels, START_MS);
  expect(mailed).toHaveLength(1);
  expect(await states()).toEqual(["a sent", "b given-up", "c given-up"]);
});

it("old rows are removed after 90 days", async () => {
  const { channel } = receiver("one");
  await queue("one", "a");
  await send(channelsOf(channel), START_MS);
  await send(channelsOf(channel), START_MS + 91 * 24 * HOUR_MS);
  expect(await states()).toEqual([]);
});
