import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { closeDatabase, connectDatabase, type Database } from "./client";
import { auditEvent, ledgerAccount } from "./schema/index";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { waitFor } from "./testing/holder";
import { withTransaction } from "./transaction";

/*
 * Each of these ended the process, wrote outside of a transaction, or left a connection that took 15 s to fail, before
 * db/sessions.ts. One connection, so that whatever follows meets the one that was lost.
 */
const NAME = "a victim";
let test_: TestDatabase;
let db: Database;
beforeAll(async () => {
  test_ = await createTestDatabase();
  db = await connectDatabase(test_.url, { max: 1, applicationName: NAME });
});
afterEach(() => test_.db.delete(ledgerAccount));
afterAll(async () => {
  await closeDatabase(db);
  await test_.drop();
});

async function endSessions(): Promise<void> {
  await test_.db.execute(sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = ${NAME}`);
}

const write = (to: Pick<Database, "insert">, account: "paid" | "pool" | "owed") =>
  to.insert(ledgerAccount).values({ account });
const written = async () => (await test_.db.select().from(ledgerAccount)).map(({ account }) => account).sort();

/** What one try of a transaction fails with, and that its connection is as good as new afterwards. */
async function failure(work: Parameters<Database["transaction"]>[0]): Promise<unknown> {
  const error = await db.transaction(work).then(
    () => "nothing failed",
    (thrown: unknown) => thrown,
  );
  await waitFor("the connection is a new one", () =>
    db.execute(sql`select 1`).then(
      () => true,
      () => false,
    ),
  );
  return error;
}

const LOST = {
  name: "DatabaseError",
  problem: "session-lost",
  message: expect.stringMatching(/Nothing of it was written/),
};

it("a session that ends between two statements ends its transaction, and nothing else", async () => {
  let second: unknown;
  const error = await failure(async (tx) => {
    await write(tx, "paid");
    await endSessions();
    await sleep(50);
    second = await write(tx, "pool").catch((thrown: unknown) => thrown);
    throw second;
  });
  expect(error).toMatchObject(LOST);
  expect(second).toMatchObject({ cause: { message: expect.stringMatching(/transaction is over/) } });
  expect(await written()).toEqual([]);
});

it("a statement that comes after its session was replaced is refused: it would take effect by itself", async () => {
  let second: unknown;
  let isReplaced = false;
  const running = db.transaction(async (tx) => {
    await write(tx, "paid");
    await endSessions();
    await waitFor("the pool uses another session", () => isReplaced);
    second = await write(tx, "pool").catch((thrown: unknown) => thrown);
  });
  const ended = running.catch((error: unknown) => error);
  await waitFor("the next statement is answered", () =>
    db.execute(sql`select 1`).then(
      () => true,
      () => false,
    ),
  );
  isReplaced = true;
  expect(await ended).toMatchObject(LOST);
  expect(second).toBeInstanceOf(Error);
  expect(await written()).toEqual([]);
});

it("a session that ends during a statement fails it and those that wait behind it", async () => {
  let statements: PromiseSettledResult<unknown>[] = [];
  const error = await failure(async (tx) => {
    await write(tx, "paid");
    const sent = Promise.allSettled([9, 0, 0].map((seconds) => tx.execute(sql`select pg_sleep(${seconds})`)));
    await waitFor("the first one is under way", async () => {
      const [row] = await test_.db.execute(sql`
        select 1 from pg_stat_activity where application_name = ${NAME} and state = 'active'`);
      return row !== undefined;
    });
    await endSessions();
    statements = await sent;
    throw new Error("it has failed");
  });
  expect(error).toMatchObject(LOST);
  expect(statements.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await written()).toEqual([]);
});

it("a session that ends while the process is busy is noticed at the next statement", async () => {
  const error = await failure(async (tx) => {
    await write(tx, "paid");
    const killed = endSessions();
    // The statement is sent in the very turn in which the end of the session is read.
    await sleep(1);
    for (const until = Date.now() + 300; Date.now() < until; );
    await tx.execute(sql`select ${1}::int`);
    await killed;
    await tx.execute(sql`select ${1}::int`);
  });
  expect(error).toMatchObject(LOST);
  expect(await written()).toEqual([]);
});

it("a function that has done all before its session ends does not pass for committed", async () => {
  const error = await failure(async (tx) => {
    await write(tx, "paid");
    await endSessions();
  });
  expect(error).toMatchObject({ name: "DatabaseError" });
  expect(await written()).toEqual([]);
});

it("a transaction that waits too long for its next statement is ended by the server, in words", async () => {
  const hasty = await connectDatabase(test_.url, { max: 1, idleInTransactionMs: 100 });
  const waits = hasty.transaction(async (tx) => {
    await write(tx, "paid");
    await sleep(400);
    await write(tx, "pool");
  });
  await expect(waits).rejects.toMatchObject(LOST);
  await hasty.transaction((tx) => write(tx, "owed"));
  await closeDatabase(hasty);
  expect(await written()).toEqual(["owed"]);
});

it("withTransaction begins again when a session ends, and writes once", async () => {
  let tries = 0;
  await withTransaction(db, async (tx) => {
    tries++;
    await write(tx, "paid");
    if (tries === 1) await endSessions();
    await write(tx, "pool");
  });
  expect(tries).toBe(2);
  expect(await written()).toEqual(["paid", "pool"]);
});

it("it begins again when an audit row takes its number meanwhile", async () => {
  let tries = 0;
  const row = {
    actor: "job:test",
    action: "a",
    subject: "s",
    details: {},
    previousHash: "0",
    keyId: "",
    mac: "",
    atMs: 0,
  };
  const add = (to: Pick<Database, "insert" | "execute">, sequence: unknown) =>
    to.insert(auditEvent).values({ ...row, sequence: Number(sequence), hash: `${tries}${sequence}` });
  await withTransaction(
    db,
    async (tx) => {
      tries++;
      const [seen] = await tx.execute(sql`select coalesce(max(sequence), 0)::int + 1 as next from audit_event`);
      if (tries === 1) await add(test_.db, seen?.next);
      await add(tx, seen?.next);
    },
    { isolationLevel: "repeatable read" },
  );
  expect(tries).toBe(2);
  expect(await test_.db.select().from(auditEvent)).toHaveLength(2);
});
