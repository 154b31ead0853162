import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ADVISORY_LOCKS } from "./advisory-locks";
import { migrateDatabase } from "./migrate";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { dumpSchema } from "./testing/dump-schema";
import { makeFolder } from "./testing/holder";

const MIGRATIONS = path.join("db", "migrations");

let test_: TestDatabase;
let migrationsFolder: string;
beforeEach(async () => {
  test_ = await createTestDatabase({ empty: true });
  migrationsFolder = path.join(await makeFolder(), "migrations");
  await cp(MIGRATIONS, migrationsFolder, { recursive: true });
});
afterEach(async () => {
  await test_.drop();
  await rm(path.dirname(migrationsFolder), { recursive: true, force: true });
});

interface Journal {
  entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[];
}

/** Adds a migration to the copied folder, this many milliseconds after the last one. */
async function addMigration(tag: string, statement: string, afterLastMs: number): Promise<void> {
  const file = path.join(migrationsFolder, "meta", "_journal.json");
  const journal = JSON.parse(await readFile(file, "utf8")) as Journal;
  const last = journal.entries.at(-1);
  if (!last) throw new Error("no migration to follow");
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + afterLastMs, tag });
  await writeFile(file, JSON.stringify(journal));
  await writeFile(path.join(migrationsFolder, `${tag}.sql`), statement);
}

describe("migrateDatabase", () => {
  test("creates the schema once, however often it is called", async () => {
    expect(await migrateDatabase(test_.url)).toBeGreaterThan(0);
    const first = await dumpSchema(test_.db.$client);
    expect(await migrateDatabase(test_.url)).toBe(0);
    expect(await dumpSchema(test_.db.$client)).toBe(first);
  });

  test("several instances at once take turns: each migration is applied once", async () => {
    // Slow enough that the others arrive while the first is running.
    await addMigration("9999_slow", "select pg_sleep(0.3); create table slow (id int);", 1);
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(test_.url, { migrationsFolder })));
    expect(applied.filter((count) => count > 0)).toHaveLength(1);
    const rows = await test_.db.$client`select hash from drizzle.__drizzle_migrations`;
    expect(new Set(rows.map((row) => row.hash)).size).toBe(rows.length);
  });

  test("a lock that another process holds for too long gives a readable error", async () => {
    await test_.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.migrations})`);
      await expect(migrateDatabase(test_.url, { lockTimeoutMs: 200 })).rejects.toThrow(
        /Another instance has been migrating/,
      );
    });
    expect(await migrateDatabase(test_.url)).toBeGreaterThan(0);
  });

  test("a schema newer than the code is refused and left as it is", async () => {
    await addMigration("9999_future", "create table future (id int);", 1);
    await migrateDatabase(test_.url, { migrationsFolder });
    const before = await dumpSchema(test_.db.$client);
    await expect(migrateDatabase(test_.url)).rejects.toMatchObject({
      problem: "schema-newer",
      message: expect.stringMatching(/has 1 migration that this version does not know.*Nothing was changed/),
    });
    expect(await dumpSchema(test_.db.$client)).toBe(before);
  });

  test("an applied migration that was edited afterwards is refused", async () => {
    await migrateDatabase(test_.url);
    const journal = JSON.parse(await readFile(path.join(MIGRATIONS, "meta", "_journal.json"), "utf8")) as Journal;
    const file = path.join(migrationsFolder, `${journal.entries[0]?.tag}.sql`);
    await writeFile(file, `${await readFile(file, "utf8")}\n-- changed`);
    await expect(migrateDatabase(test_.url, { migrationsFolder })).rejects.toMatchObject({
      problem: "schema-foreign",
    });
  });

  test("a migration dated before those applied, which would be skipped, is refused", async () => {
    await migrateDatabase(test_.url);
    await addMigration("9999_late", "create table late (id int);", -1);
    await expect(migrateDatabase(test_.url, { migrationsFolder })).rejects.toThrow(/one was added with a date before/);
  });

  test("one that fails leaves the schema as it was, with the database's message", async () => {
    await migrateDatabase(test_.url);
    const before = await dumpSchema(test_.db.$client);
    await addMigration("9999_broken", "create table half (id int); select * from no_such_table;", 1);
    await expect(migrateDatabase(test_.url, { migrationsFolder })).rejects.toMatchObject({
      cause: { message: expect.stringContaining("no_such_table") },
    });
    expect(await dumpSchema(test_.db.$client)).toBe(before);
  });

  test("a server that does not answer gives a readable error", async () => {
    await expect(migrateDatabase(test_.url.replace(/:\d+\//, ":1/"))).rejects.toMatchObject({
      problem: "unreachable",
    });
  });
});
