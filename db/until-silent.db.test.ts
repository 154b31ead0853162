import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeDatabase, connectDatabase, type Database } from "./client";
import { isDatabaseAway } from "./errors";
import { giveUpSessions } from "./sessions";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { waitFor } from "./testing/holder";
import { openRelay, type Relay } from "./testing/relay";
import { withTransaction } from "./transaction";
import { untilSilent } from "./until-silent";

const PATIENCE = { everyMs: 20, withinMs: 300 };

let there: TestDatabase;
let relay: Relay;
let db: Database;
beforeEach(async () => {
  there = await createTestDatabase();
  await there.db.execute(sql`create table written (what text)`);
  relay = await openRelay(there.url);
  db = await connectDatabase(relay.url, { max: 1 });
});
afterEach(async () => {
  relay.close();
  await closeDatabase(db);
  await there.drop();
});

const write = (what: string) => sql`insert into written values (${what})`;
const failure = (asked: Promise<unknown>) => asked.then(String, (error: unknown) => error);

test("a database that is there and says nothing fails what waits, and what was not sent is never done", async () => {
  const ended = untilSilent(relay.url, PATIENCE).then(() => giveUpSessions(db.$client));
  const inTransaction = withTransaction(db, async (tx) => {
    await tx.execute(write("before"));
    relay.silence();
    await tx.execute(write("while silent"));
  });
  const queued = db.execute(write("queued"));
  for (const error of await Promise.all([inTransaction, queued].map(failure))) {
    expect(isDatabaseAway(error), String(error)).toBe(true);
  }
  await ended;
  expect(isDatabaseAway(await failure(db.execute(write("after"))))).toBe(true);
  relay.speak();
  await waitFor("the server has ended the session", async () => {
    const sessions = sql`select 1 from pg_stat_activity
      where datname = current_database() and application_name like 'daily-prize-oracle%'`;
    return (await there.db.execute(sessions)).length === 0;
  });
  expect(await there.db.execute(sql`select * from written`)).toHaveLength(0);
});

test("a slow statement, and a server that refuses, are answers", async () => {
  let isSilent = false;
  void untilSilent(relay.url, PATIENCE).then(() => {
    isSilent = true;
  });
  await db.execute(sql`select pg_sleep(1)`);
  relay.cut();
  await sleep(2 * PATIENCE.withinMs);
  await relay.join();
  await waitFor("the pool has a new connection", async () => (await failure(db.execute(sql`select 1`))) !== null);
  expect(isSilent).toBe(false);
  relay.silence();
  await waitFor("its silence is noticed", async () => isSilent);
});
