import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, checkServerVersion, closeDatabase, connectDatabase } from "./client";
import { startEmbeddedPostgres } from "./embedded/start";
import { errorCode, violatedConstraint } from "./errors";
import { ledgerAccount } from "./schema/index";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { waitFor } from "./testing/holder";
import { withTransaction } from "./transaction";

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await createTestDatabase();
});
afterAll(() => test_.drop());

describe("connectDatabase", () => {
  test("reads whole numbers as bigint without loss, and keeps time in UTC", async () => {
    const [row] = await test_.db.$client`
      select 9223372036854775807::int8 as large, 170141183460469231731687303715884105727::numeric as huge,
        1.50::numeric as fraction, null::int8 as nothing, current_setting('timezone') as zone,
        current_setting('application_name') as name, current_setting('statement_timeout') as timeout`;
    expect(row).toMatchObject({
      large: 9223372036854775807n,
      huge: 2n ** 127n - 1n,
      fraction: "1.50",
      nothing: null,
      zone: "UTC",
      timeout: "30s",
    });
    expect(row?.name).toMatch(/^test test_/);
  });

  test("writes and reads lovelace through the schema exactly", async () => {
    const balanceLovelace = 45_000_000_000_000_001n;
    await test_.db.insert(ledgerAccount).values({ account: "owed", balanceLovelace });
    const found = await test_.db.query.ledgerAccount.findFirst({
      where: (t, { eq }) => eq(t.account, "owed"),
    });
    expect(found?.balanceLovelace).toBe(balanceLovelace);
  });

  test("a violated constraint is reported by code and name", async () => {
    const twice = test_.db.insert(ledgerAccount).values([{ account: "paid" }, { account: "paid" }]);
    const error = await twice.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(errorCode(error)).toBe("23505");
    expect(violatedConstraint(error)).toBe("ledger_account_pkey");
  });

  test.each([
    ["a wrong password", (url: string) => url.replace(/:[^:@]+@/, ":wrong@"), "login"],
    ["a database that does not exist", (url: string) => url.replace(/[^/]+$/, "nowhere"), "no-database"],
    ["a port where nothing listens", (url: string) => url.replace(/:\d+\//, ":1/"), "unreachable"],
    ["another protocol", (url: string) => url.replace("postgres:", "http:"), "url"],
  ])("%s gives a readable error", async (_, spoil, problem) => {
    await expect(connectDatabase(spoil(test_.url))).rejects.toMatchObject({ name: "DatabaseError", problem });
  });

  test("a server older than 15 is refused with its version", async () => {
    const old = (async () => [{ number: "140011", version: "14.11" }]) as unknown as Client;
    await expect(checkServerVersion(old, test_.url)).rejects.toThrow(/is PostgreSQL 14\.11; 15 or newer is required/);
  });

  test("a server that stops and comes back ends neither the process nor the pool", async () => {
    const first = await startEmbeddedPostgres({ ephemeral: true });
    const db = await connectDatabase(first.url, { max: 2 });
    await first.stop();
    await expect(db.execute(sql`select 1`)).rejects.toThrow();
    await closeDatabase(db);
    const other = await connectDatabase(test_.url, { max: 1 });
    const [{ pid } = { pid: 0 }] = await other.$client<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await test_.db.execute(sql`select pg_terminate_backend(${pid})`);
    // The first statements may still meet the dead connection; then a new one is made.
    await waitFor("the pool has a new connection", async () => {
      const rows = await other.$client<{ pid: number }[]>`select pg_backend_pid() as pid`.catch(() => []);
      return rows.length > 0 && rows[0]?.pid !== pid;
    });
    await closeDatabase(other);
  });
});

describe("withTransaction", () => {
  test("two that collide both succeed, one of them on a second try", async () => {
    await test_.db.insert(ledgerAccount).values({ account: "pool", balanceLovelace: 0n });
    let attempts = 0;
    let arrived = 0;
    const add = (amount: bigint) =>
      withTransaction(
        test_.db,
        async (tx) => {
          attempts += 1;
          const pot = await tx.query.ledgerAccount.findFirst({
            where: (t, { eq }) => eq(t.account, "pool"),
          });
          arrived += 1;
          await waitFor("both have read", () => arrived >= 2);
          const balanceLovelace = (pot?.balanceLovelace ?? 0n) + amount;
          await tx.update(ledgerAccount).set({ balanceLovelace }).where(sql`account = 'pool'`);
        },
        { isolationLevel: "serializable" },
      );
    await Promise.all([add(3n), add(4n)]);
    const pot = await test_.db.query.ledgerAccount.findFirst({
      where: (t, { eq }) => eq(t.account, "pool"),
    });
    expect(pot?.balanceLovelace).toBe(7n);
    expect(attempts).toBeGreaterThan(2);
  });

  test("gives up after six tries, and at once on any other error", async () => {
    let attempts = 0;
    const collide = withTransaction(test_.db, async (tx) => {
      attempts += 1;
      await tx.execute(sql`do $$ begin raise exception 'always' using errcode = '40001'; end $$`);
    });
    expect(errorCode(await collide.catch((error: unknown) => error))).toBe("40001");
    expect(attempts).toBe(6);
    await expect(
      withTransaction(test_.db, async () => {
        attempts += 1;
        throw new Error("not the database's");
      }),
    ).rejects.toThrow("not the database's");
    expect(attempts).toBe(7);
  });

  test("a failed one leaves nothing", async () => {
    await expect(
      withTransaction(test_.db, async (tx) => {
        await tx.insert(ledgerAccount).values({ account: "outside" });
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await test_.db.select().from(ledgerAccount).where(sql`account = 'outside'`)).toEqual([]);
  });
});
