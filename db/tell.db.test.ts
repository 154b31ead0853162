import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { appendAudit } from "@/server/services/audit/append-audit";
import { makeClient } from "./client";
import { NEWS_CHANNEL, tell } from "./tell";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { waitFor } from "./testing/holder";
import { withTransaction } from "./transaction";

let test_: TestDatabase;
let listener: ReturnType<typeof makeClient>;
let told: string[];
beforeAll(async () => {
  test_ = await createTestDatabase();
  listener = makeClient(test_.url, { max: 1 });
  await listener.listen(NEWS_CHANNEL, (payload) => told.push(payload));
});
beforeEach(() => {
  told = [];
});
afterAll(async () => {
  await listener.end({ timeout: 1 });
  await test_.drop();
});

/** All that was told before this has arrived: PostgreSQL keeps the order of commits. */
async function arrived(): Promise<string[]> {
  await test_.db.$client.notify(NEWS_CHANNEL, "last");
  await waitFor("the last one arrives", () => told.includes("last"));
  return told.filter((payload) => payload !== "last");
}

const log = (tx: Parameters<typeof appendAudit>[0], subject: string) =>
  appendAudit(tx, { actor: "job:advance", action: "test", subject, details: {}, atMs: 1 });

it("tells once what a transaction tells many times, when it is committed", async () => {
  await withTransaction(test_.db, async (tx) => {
    for (let play = 0; play < 50; play++) await tell(tx, "play", 12);
    await tell(tx, "block", 12);
    expect(told).toEqual([]);
  });
  expect((await arrived()).sort()).toEqual(["block:12", "play:12"]);
});

it("tells nothing of a transaction that is rolled back", async () => {
  const undone = withTransaction(test_.db, async (tx) => {
    await tell(tx, "play", 1);
    await log(tx, "day:7");
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  expect(await arrived()).toEqual([]);
});

it("tells of the day that an entry of the audit log is about, and of others without a word", async () => {
  await withTransaction(test_.db, async (tx) => {
    await log(tx, "day:7");
    await log(tx, "day:7:batch:3");
    await log(tx, "user:somebody");
  });
  expect((await arrived()).sort()).toEqual(["day:7", "record:0"]);
});
