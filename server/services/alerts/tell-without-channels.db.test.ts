import { isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { delivery, engineLook, outbox } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type Channels, NO_CHANNELS } from "@/server/domain/monitoring/channel";
import { memoryLog } from "@/server/testing/memory-log";
import { addPerson } from "@/server/testing/services/add-person";
import { QUIET_TELLING } from "@/server/testing/services/telling";
import { lookOnce } from "@/server/watch/look-once";
import { noteWatch } from "../health/note-watch";
import { queueEvent } from "../outbox/queue-event";
import { tellEvents } from "./tell-events";

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const { log, read, clear } = memoryLog();

let database: TestDatabase;
let vic: string;
beforeAll(async () => {
  database = await createTestDatabase();
  vic = await addPerson(database.db, "Vic", "viewer");
});
afterAll(() => database.drop());
beforeEach(async () => {
  clear();
  for (const table of [delivery, outbox, engineLook]) await database.db.delete(table);
  await database.db.transaction((tx) => queueEvent(tx, "person.notice", { person: vic, what: "key.changed" }));
});

const tellBy = (channels: Channels, nowMs = NOW) =>
  tellEvents({ db: database.db, log }, { ...QUIET_TELLING, channels }, nowMs);
const counts = async () => ({
  waiting: await database.db.$count(outbox, isNull(outbox.deliveredAt)),
  queued: await database.db.$count(delivery),
});
const logged = () => read().filter(({ msg }) => msg === "event").length;
const watchSays = (state: "ok" | "waits", nowMs: number) =>
  noteWatch(database.db, { state, fact: "A watch looks.", next: null }, nowMs);

it("an engine without channels leaves events to a watch that has some", async () => {
  await watchSays("ok", NOW - 23 * HOUR_MS);
  expect((await tellBy(NO_CHANNELS)).detail).toMatch(/^left to the watch, which has channels: set CHANNELS_FILE/);
  expect(await counts()).toEqual({ waiting: 1, queued: 0 });
  await tellBy(QUIET_TELLING.channels);
  expect(await counts()).toEqual({ waiting: 0, queued: 1 });
  expect(logged()).toBe(1);
});

it("a watch without channels leaves them to the engine", async () => {
  const signal = new AbortController().signal;
  const watched = { log, channels: NO_CHANNELS, siteUrl: QUIET_TELLING.siteUrl, certificates: [], signal };
  await lookOnce(database.db, watched, NOW);
  expect(await counts()).toMatchObject({ queued: 0, waiting: await database.db.$count(outbox) });
  await tellBy(QUIET_TELLING.channels);
  expect((await counts()).queued).toBeGreaterThan(0);
});

it.each([
  ["no watch", async () => undefined],
  ["only a watch without any", () => watchSays("waits", NOW)],
  ["none for a day", () => watchSays("ok", NOW - 25 * HOUR_MS)],
])("where no process has channels (%s) events end in the log, and the job says so", async (_what, before) => {
  await before();
  expect((await tellBy(NO_CHANNELS)).detail).toBe("1 events, in the log alone: no process has channels");
  expect(await counts()).toEqual({ waiting: 0, queued: 0 });
  expect(logged()).toBe(1);
});
