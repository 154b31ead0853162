import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import { publicPulse } from "./public-pulse";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const log = (subject: string) =>
  withTransaction(database.db, (tx) =>
    appendAudit(tx, { actor: "job:advance", action: "test", subject, details: {}, atMs: 1 }),
  );

it("changes when something about a day is logged, and not by what strangers can cause", async () => {
  let nowMs = 0;
  const later = async () => {
    nowMs += 10_000;
    return (await publicPulse(database, nowMs)).version;
  };
  const none = await later();
  await log("day:7");
  const first = await later();
  expect(first).not.toBe(none);
  await log("user:somebody");
  expect(await later()).toBe(first);
  await log("day:7");
  expect(await later()).not.toBe(first);
});

it("is read once however many ask in the same moment", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => publicPulse(database, 1_000_000)));
  await log("day:8");
  all.push(await publicPulse(database, 1_001_999));
  expect(new Set(all).size).toBe(1);
  expect(await publicPulse(database, 1_002_000)).not.toEqual(all[0]);
});
