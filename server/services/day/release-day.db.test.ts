import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditEvent, day } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import type { Anomaly } from "@/server/domain/plan/findings";
import type { ChainSource } from "@/server/domain/ports";
import { addPerson } from "@/server/testing/services/add-person";
import { loadDay } from "./load-day";
import { freezeDay } from "./move-day";
import { releaseDay } from "./release-day";
import { mayRelease } from "./release-request";

const REASON = "The jump is the announced airdrop, see the forum.";
const ANOMALY: Anomaly = { rule: "participants-jump", before: 10, now: 20, usual: 15_000 };

let database: TestDatabase;
let ann: string;
let ben: string;
let vic: string;
let dayIndex = 100;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  [ann, ben, vic] = [
    await addPerson(db, "Ann", "approver"),
    await addPerson(db, "Ben", "admin"),
    await addPerson(db, "Vic", "viewer"),
  ];
});
afterAll(() => database.drop());
beforeEach(async () => {
  dayIndex++;
  await database.db.insert(day).values({
    dayIndex,
    state: "CALCULATED",
    stateSinceMs: 1,
    findings: { anomalies: [ANOMALY] },
  });
  await freeze();
});

const freeze = () =>
  withTransaction(database.db, async (tx) =>
    freezeDay(tx, await loadDay(tx, dayIndex), {
      actor: "job:advance",
      atMs: 2,
      reason: { kind: "anomalies", anomalies: [ANOMALY] },
    }),
  );
/** Nothing is asked of the chain. */
const ctx = () => ({ db: database.db, source: {} as ChainSource });
const ask = (userId: string, reason = REASON) =>
  releaseDay(ctx(), { dayIndex, userId, act: { kind: "request", exit: "release", reason } });
const confirm = (userId: string) => releaseDay(ctx(), { dayIndex, userId, act: { kind: "confirm" } });
const actions = async () =>
  (
    await database.db
      .select()
      .from(auditEvent)
      .where(eq(auditEvent.subject, `day:${dayIndex}`))
      .orderBy(auditEvent.sequence)
  ).map(({ action, actor }) => `${action} ${actor.slice(0, 5)}`);

test("two people release a day to the state it was stopped in, with a reason and audit rows", async () => {
  expect(await ask(ann)).toEqual({ kind: "requested" });
  expect((await loadDay(database.db, dayIndex)).state).toBe("FROZEN");
  expect(await confirm(ben)).toEqual({ kind: "released", state: "CALCULATED" });
  const row = await loadDay(database.db, dayIndex);
  expect(row).toMatchObject({ state: "CALCULATED", stopReason: null, frozenFrom: null });
  expect(row.findings).toEqual({ anomalies: [ANOMALY], accepted: [ANOMALY] });
  expect(await actions()).toEqual(["day.frozen job:a", "day.release-request user:", "day.calculated user:"]);
  await expect(confirm(ben)).rejects.toMatchObject({ code: "wrong-state" });
});

test("one person alone cannot", async () => {
  await ask(ann);
  await expect(confirm(ann)).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringContaining("second person"),
  });
  expect(
    await mayRelease(database.db, await loadDay(database.db, dayIndex), {
      id: ann,
      name: "Ann",
      role: "approver",
    }),
  ).toMatchObject({ ok: false });
  expect(
    await mayRelease(database.db, await loadDay(database.db, dayIndex), {
      id: ben,
      name: "Ben",
      role: "admin",
    }),
  ).toMatchObject({ ok: true, request: { reason: REASON } });
});

test("a viewer can neither request nor confirm", async () => {
  await expect(ask(vic)).rejects.toMatchObject({
    code: "not-allowed",
    message: expect.stringContaining("approver or admin"),
  });
  await ask(ann);
  await expect(confirm(vic)).rejects.toMatchObject({ code: "not-allowed" });
});

test("a reason is required, and a request to confirm", async () => {
  await expect(ask(ann, "   ok   ")).rejects.toMatchObject({ code: "bad-input" });
  await expect(confirm(ben)).rejects.toMatchObject({ code: "conflict" });
  expect(await actions()).toEqual(["day.frozen job:a"]);
});

test("of two who request at once, the second is refused, which does not confirm the first", async () => {
  const results = await Promise.allSettled([ask(ann), ask(ben)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  expect((await loadDay(database.db, dayIndex)).state).toBe("FROZEN");
});

test("of two who confirm at once, one does", async () => {
  await ask(ann);
  const results = await Promise.allSettled([confirm(ben), confirm(ben)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a request from before the day was last stopped does not count", async () => {
  await ask(ann);
  await confirm(ben);
  await freeze();
  await expect(confirm(ben)).rejects.toMatchObject({ code: "conflict" });
});
