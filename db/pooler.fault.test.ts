import { execFileSync } from "node:child_process";
import { chmod, rm } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "./advisory-locks";
import { closeDatabase, connectDatabase } from "./client";
import { migrateDatabase } from "./migrate";
import { ledgerAccount } from "./schema/index";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { makeFolder } from "./testing/holder";
import { type Pooler, startPgBouncer } from "./testing/pgbouncer";
import { withTransaction } from "./transaction";

describe.each(["session", "transaction"] as const)("PgBouncer, pooling by %s", (mode) => {
  let test_: TestDatabase;
  let pooler: Pooler;
  beforeAll(async () => {
    test_ = await createTestDatabase({ empty: true });
  });
  beforeEach(async () => {
    pooler = await startPgBouncer(test_.url, mode);
  });
  afterEach(() => pooler.stop());
  afterAll(() => test_.drop());

  test("without pooler=true it is told what to write, instead of the pooler's own words alone", async () => {
    await expect(connectDatabase(pooler.url)).rejects.toMatchObject({
      problem: "pooler",
      message: expect.stringMatching(/answers as a pooler.*Add \?pooler=true to DATABASE_URL/),
    });
  });

  test("with it, the statements that its sessions lack are named", async () => {
    await expect(connectDatabase(`${pooler.url}?pooler=true`)).rejects.toMatchObject({
      problem: "pooler",
      message: expect.stringMatching(/alter role current_user in database "test_\w+" set statement_timeout = '30000';/),
    });
  });

  test("once they were run, everything works: migrations in turn, transactions, several at once", async () => {
    const { message } = (await connectDatabase(`${pooler.url}?pooler=true`).catch((error: Error) => error)) as Error;
    for (const [statement] of message.matchAll(/alter role .*?;/g)) await test_.db.execute(sql.raw(statement));
    await pooler.stop();
    pooler = await startPgBouncer(test_.url, mode);
    const url = `${pooler.url}?pooler=true`;
    const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(url)));
    expect(applied.filter((count) => count > 0)).toHaveLength(1);
    const left = await test_.db.execute(
      sql`select 1 from pg_locks join pg_database on oid = database
        where datname = current_database() and objid = (${ADVISORY_LOCKS.migrations} & 4294967295)`,
    );
    expect(left).toHaveLength(0);

    const db = await connectDatabase(url, { max: 6 });
    const [row] = await db.$client`select current_setting('statement_timeout') as timeout,
      current_setting('timezone') as zone`;
    expect(row).toMatchObject({ timeout: "30s", zone: "UTC" });
    await db.insert(ledgerAccount).values({ account: "pool", balanceLovelace: 0n });
    const add = (lovelace: bigint) =>
      withTransaction(db, async (tx) => {
        await tx.update(ledgerAccount).set({ balanceLovelace: sql`balance_lovelace + ${lovelace}` });
      });
    await Promise.all(Array.from({ length: 40 }, (_, at) => add(BigInt(at))));
    const account = await db.query.ledgerAccount.findFirst({ where: (t, { eq }) => eq(t.account, "pool") });
    expect(account?.balanceLovelace).toBe(780n);
    await closeDatabase(db);
  });
});

describe("TLS", () => {
  let test_: TestDatabase;
  let pooler: Pooler;
  let folder: string;
  beforeAll(async () => {
    test_ = await createTestDatabase();
    folder = await makeFolder();
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const files = ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...subject, ...files], {
      cwd: folder,
      stdio: "ignore",
    });
    await chmod(path.join(folder, "key.pem"), 0o644);
    const tls = { key: path.join(folder, "key.pem"), certificate: path.join(folder, "cert.pem") };
    pooler = await startPgBouncer(test_.url, "session", tls);
  });
  afterAll(async () => {
    await pooler.stop();
    await test_.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const named = () => pooler.url.replace("127.0.0.1", "localhost");
  const problem = (url: string) =>
    connectDatabase(url).then(
      (db) => closeDatabase(db).then(() => "none"),
      (error: Error) => error.message,
    );

  test("a server that wants it and one that has none are told apart, with what to write", async () => {
    expect(await problem(`${named()}?pooler=true`)).toMatch(/wants TLS\. Add sslmode=require to DATABASE_URL/);
    expect(await problem(`${test_.url}?sslmode=require`)).toMatch(/did not begin TLS.*write sslmode=disable/);
    expect(await problem(`${test_.url}?sslmode=prefer`)).toBe("none");
  });

  test("a certificate is checked against its authority and the server's name, and only by verify-full", async () => {
    const full = "?pooler=true&sslmode=verify-full";
    const root = `&sslrootcert=${encodeURIComponent(path.join(folder, "cert.pem"))}`;
    // The settings of its sessions are what it gets to once the connection stands.
    expect(await problem(`${pooler.url}?pooler=true&sslmode=require`)).toMatch(/lack settings/);
    expect(await problem(named() + full + root)).toMatch(/lack settings/);
    expect(await problem(named() + full)).toMatch(/certificate .* is not vouched for \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(await problem(pooler.url + full + root)).toMatch(/is not vouched for \(ERR_TLS_CERT_ALTNAME_INVALID\)/);
    expect(await problem(`${named()}${full}&sslrootcert=nowhere.pem`)).toMatch(
      /sslrootcert .* cannot be read: nowhere/,
    );
  });
});
