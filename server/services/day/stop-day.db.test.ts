import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { attempt, auditEvent, day } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { STOPPABLE_DAY_STATES } from "@/server/domain/day/moves";
import { DAY_STATES } from "@/server/domain/day/states";
import type { ChainSource } from "@/server/domain/ports";
import { addPerson } from "@/server/testing/services/add-person";
import { quoteDayState } from "@/server/words/day-state";
import { loadDay } from "./load-day";
import { releaseDay } from "./release-day";
import { mayStop, stopDay } from "./stop-day";

const REASON = "The pot is ten times what was announced.";

let database: TestDatabase;
let olga: string;
let vic: string;
let dayIndex = 100;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  [olga, vic] = [await addPerson(db, "Olga", "operator"), await addPerson(db, "Vic", "viewer")];
});
afterAll(() => database.drop());
beforeEach(() => {
  dayIndex++;
});

const add = (state: (typeof DAY_STATES)[number]) =>
  database.db.insert(day).values({ dayIndex, state, stateSinceMs: 1, frozenFrom: state === "FROZEN" ? "OPEN" : null });
const stop = (userId = olga, reason = REASON) => stopDay(database, { dayIndex, userId, reason });

it.each(STOPPABLE_DAY_STATES)("one person stops a day that is %s, and the reason stands in the log", async (state) => {
  await add(state);
  await stop(olga, `  ${REASON}\n`);
  expect(await loadDay(database.db, dayIndex)).toMatchObject({
    state: "FROZEN",
    frozenFrom: state,
    stopReason: { kind: "by-person", by: { name: "Olga", text: REASON }, and: null },
  });
  const [event] = await database.db
    .select()
    .from(auditEvent)
    .where(eq(auditEvent.subject, `day:${dayIndex}`));
  expect(event).toMatchObject({ actor: `user:${olga}`, action: "day.frozen", details: { from: state } });
  expect(JSON.stringify(event?.details)).toContain(REASON);
  // Stopping takes one person; releasing takes two who may.
  const act = { kind: "request", exit: "release", reason: REASON } as const;
  const ctx = { ...database, source: {} as ChainSource };
  await expect(releaseDay(ctx, { dayIndex, userId: olga, act })).rejects.toThrow(/releasing a day requires/);
});

it.each(DAY_STATES.filter((state) => !STOPPABLE_DAY_STATES.includes(state)))(
  "a day that is %s is not stopped by a person",
  async (state) => {
    await add(state);
    await expect(stop()).rejects.toThrow(`day ${dayIndex} is ${quoteDayState(state)}: `);
    expect((await loadDay(database.db, dayIndex)).state).toBe(state);
  },
);

it("nobody stops a day without the right, or without a reason that others can read", async () => {
  await add("PREVIEW");
  await expect(stop(vic)).rejects.toThrow("you are viewer; stopping a day requires operator or approver or admin");
  await expect(stop(crypto.randomUUID())).rejects.toThrow("you are disabled");
  for (const reason of ["", "   wrong   "])
    await expect(stop(olga, reason)).rejects.toThrow("give a reason of at least");
  expect((await loadDay(database.db, dayIndex)).state).toBe("PREVIEW");
});

it("a day whose Commit is built is not stopped any more: its deadline may pass meanwhile", async () => {
  await add("APPROVED");
  const isOffered = async () => mayStop(database.db, await loadDay(database.db, dayIndex), { role: "operator" });
  expect(await isOffered()).toBe(true);
  await database.db.execute(sql`
    insert into attempt (day_index, kind, batch_no, state, tx_hash, tx_bytes, fee_lovelace, valid_until_slot, input_tx_hash,
      input_index, next_pool) values (${dayIndex}, 'commit', 0, 'BUILT', ${`tx${dayIndex}`}, '', 1, 1, '', 0, '{}')`);
  await expect(stop()).rejects.toThrow(`day ${dayIndex} is “Approved”: its Commit is built`);
  expect(await isOffered()).toBe(false);
  // That of a plan which was given up is no reason.
  await database.db.update(attempt).set({ state: "SUPERSEDED" }).where(eq(attempt.dayIndex, dayIndex));
  expect(await isOffered()).toBe(true);
});

it("of two people who stop it at once, one does, and the other is told", async () => {
  await add("PROPOSED");
  const results = await Promise.allSettled([stop(), stop()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
