import { asc, eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditEvent, enginePause, outbox, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { addPerson } from "@/server/testing/services/add-person";
import { findPause, sayPaused } from "./find-pause";
import { pauseEngine } from "./pause-engine";
import { pauseToAdopt } from "./pause-to-adopt";
import { resumeEngine } from "./resume-engine";

const REASON = "The pot of day 12 looks wrong.";

let database: TestDatabase;
let olga: string;
let ann: string;
let vic: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  [olga, ann, vic] = [
    await addPerson(db, "Olga", "operator"),
    await addPerson(db, "Ann", "approver"),
    await addPerson(db, "Vic", "viewer"),
  ];
});
afterAll(() => database.drop());
beforeEach(() => database.db.delete(enginePause));

const pause = (userId = olga, reason = REASON) => pauseEngine(database, { userId, reason });
const resume = (userId = ann, reason = "It was read from the wrong day.") => resumeEngine(database, { userId, reason });

it("one person pauses, another resumes, each with audit row and event", async () => {
  await pause(olga, ` ${REASON}\n`);
  const found = await findPause(database.db);
  expect(found).toMatchObject({ name: "Olga", reason: REASON });
  expect(found && sayPaused(found)).toMatch(/^Paused by Olga since \d{4}-\d\d-\d\d \d\d:\d\d UTC: “The pot of day 12/);
  await resume();
  expect(await findPause(database.db)).toBeNull();
  const events = await database.db.select().from(outbox).orderBy(asc(outbox.id));
  expect(events.map(({ event, payload }) => [event, payload])).toEqual([
    ["engine.paused", { by: "Olga", reason: REASON }],
    ["engine.resumed", { by: "Ann", reason: "It was read from the wrong day." }],
  ]);
  const rows = await database.db
    .select()
    .from(auditEvent)
    .where(like(auditEvent.action, "engine.%"))
    .orderBy(asc(auditEvent.sequence));
  expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
    [`user:${olga}`, "engine.paused"],
    [`user:${ann}`, "engine.resumed"],
  ]);
});

it("a viewer may not pause, an operator may not resume, and nobody without a reason", async () => {
  await expect(pause(vic)).rejects.toThrow("you are viewer; pausing the engine requires operator or approver or admin");
  await expect(pause(olga, "so")).rejects.toThrow("give a reason of at least");
  await expect(resume()).rejects.toThrow("the engine is not paused");
  await pause();
  await expect(resume(olga)).rejects.toThrow("you are operator; resuming the engine requires approver or admin");
  await expect(resume(ann, " ")).rejects.toThrow("give a reason of at least");
  expect(await findPause(database.db)).not.toBeNull();
});

it("of two people who pause or resume at once one does, and the other is told", async () => {
  const at = (results: PromiseSettledResult<void>[]) => results.map(({ status }) => status).sort();
  expect(at(await Promise.allSettled([pause(olga), pause(ann)]))).toEqual(["fulfilled", "rejected"]);
  await expect(pause(ann)).rejects.toThrow(/the engine is paused already, by (Olga|Ann)/);
  expect(at(await Promise.allSettled([resume(), resume()]))).toEqual(["fulfilled", "rejected"]);
});

it("after an adoption two people resume, and the first is one who still may when the second does", async () => {
  const { db } = database;
  const [ben, cleo] = [await addPerson(db, "Ben", "approver"), await addPerson(db, "Cleo", "admin")];
  await withTransaction(db, (tx) =>
    pauseToAdopt(tx, { reason: "The days 1 to 3 are adopted.", words: { facts: [], faults: [] } }, "cli:test"),
  );
  await resume(ben);
  await expect(resume(ben)).rejects.toThrow("you have checked it already");
  await db.update(user).set({ disabled: true }).where(eq(user.id, ben));
  await resume(cleo);
  expect(await findPause(db)).toMatchObject({ checkedBy: { name: "Cleo" } });
  await db.update(user).set({ role: "operator" }).where(eq(user.id, cleo));
  await resume(ann);
  await expect(resume(ann)).rejects.toThrow("you have checked it already");
  await db.update(user).set({ role: "admin" }).where(eq(user.id, cleo));
  await resume(cleo);
  expect(await findPause(db)).toBeNull();
});
