import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Client, makeClient } from "./client";
import { listenForNews } from "./listen";
import { giveUpSessions } from "./sessions";
import { NEWS_CHANNEL, tell } from "./tell";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { waitFor } from "./testing/holder";
import { startPgBouncer } from "./testing/pgbouncer";
import { openRelay } from "./testing/relay";
import { withTransaction } from "./transaction";

/* A session that listens, and what can become of it. */

const PACE = { everyMs: 200, withinMs: 2_000, againMs: 50 };
let test_: TestDatabase;
let news: number;
let heard: boolean[];
let stop: (() => Promise<void>) | null = null;
beforeAll(async () => {
  test_ = await createTestDatabase();
});
beforeEach(() => {
  news = 0;
  heard = [];
});
afterEach(async () => {
  await stop?.();
  stop = null;
});
afterAll(() => test_.drop());

function listen(url: string, teller: Client = test_.db.$client): void {
  stop = listenForNews({
    url,
    tellEcho: (payload) => teller.notify(NEWS_CHANNEL, payload),
    onNews: () => {
      news++;
    },
    onHeard: (isHeard) => heard.push(isHeard),
    pace: PACE,
  });
}

const isHeard = () => heard.at(-1) === true;
const tellSomething = () => withTransaction(test_.db, (tx) => tell(tx, "block", 7));
const countListeners = async () => {
  const rows = await test_.db.execute(sql`
    select 1 from pg_stat_activity where application_name like 'daily-prize-oracle listener%'`);
  return rows.length;
};

/** Whatever is told from now on arrives. */
async function expectNews(): Promise<void> {
  const before = news;
  await tellSomething();
  await waitFor("the news arrive", () => news > before);
}

test("a session that the server ends listens again, and what may have been missed is looked at", async () => {
  listen(test_.url);
  await waitFor("news are heard", isHeard);
  expect(await countListeners()).toBe(1);
  await expectNews();
  const before = news;
  await test_.db.execute(sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where application_name like 'daily-prize-oracle listener%'`);
  await waitFor("it is looked at", () => news > before);
  await waitFor("news are heard again", isHeard);
  await expectNews();
  expect(await countListeners()).toBe(1);
});

test("a database that is away, and a connection that dies in silence, are noticed and ended", async () => {
  const relay = await openRelay(test_.url);
  listen(relay.url);
  await waitFor("news are heard", isHeard);
  relay.silence();
  await waitFor("the silence is noticed", () => heard.includes(false));
  relay.speak();
  await waitFor("news are heard again", isHeard);
  await expectNews();
  heard = [];
  relay.cut();
  await waitFor("the loss is noticed", () => heard.includes(false));
  await relay.join();
  await waitFor("news are heard again", isHeard);
  await expectNews();
  relay.close();
});

test("stopped, it leaves no session", async () => {
  listen(test_.url);
  await waitFor("news are heard", isHeard);
  await stop?.();
  stop = null;
  await waitFor("the session has ended", async () => (await countListeners()) === 0);
});

test.each([
  ["session", true],
  ["transaction", false],
] as const)("behind a pooler by %s, whether news are heard is found out: %s", async (mode, isPossible) => {
  const pooler = await startPgBouncer(test_.url, mode);
  // By transaction this may well be the session that was told to listen.
  const teller = makeClient(`${pooler.url}?pooler=true`, { max: 1 });
  listen(`${pooler.url}?pooler=true`, teller);
  await waitFor("it is found out", () => heard.length >= 2);
  expect(new Set(heard)).toEqual(new Set([isPossible]));
  await stop?.();
  stop = null;
  await giveUpSessions(teller);
  await pooler.stop();
});
