import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as schema from "./schema/index";
import { createTestDatabase, type TestDatabase } from "./testing/database";
import { dumpSchema } from "./testing/dump-schema";
import { GOLDEN_FILE, GOLDEN_HEADER } from "./testing/golden";

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await createTestDatabase();
});
afterAll(() => test_.drop());

test("the migrations give the schema of schema.golden.sql (else: npm run db:golden, and review the difference)", async () => {
  const golden = await readFile(GOLDEN_FILE, "utf8");
  expect(GOLDEN_HEADER + (await dumpSchema(test_.db.$client))).toBe(golden);
});

test("db/schema and db/migrations agree (else: npm run db:generate)", async () => {
  // Its ES module needs a part of Node that exists only for CommonJS.
  const { generateDrizzleJson } = createRequire(import.meta.url)("drizzle-kit/api") as typeof import("drizzle-kit/api");
  const journal = JSON.parse(await readFile("db/migrations/meta/_journal.json", "utf8"));
  const number = String(journal.entries.at(-1).idx).padStart(4, "0");
  const migrated = JSON.parse(await readFile(`db/migrations/meta/${number}_snapshot.json`, "utf8"));
  const written = JSON.parse(JSON.stringify(generateDrizzleJson(schema)));
  const { id: _id, prevId: _prevId, tables: writtenTables, ...writtenRest } = written;
  const { id: _migratedId, prevId: _migratedPrevId, tables: migratedTables, ...migratedRest } = migrated;
  const names = [...new Set([...Object.keys(writtenTables), ...Object.keys(migratedTables)])];
  const differing = names.filter((name) => !isDeepStrictEqual(writtenTables[name], migratedTables[name]));
  expect(differing, "tables of db/schema that differ from the migrations: run npm run db:generate").toEqual([]);
  expect(writtenRest).toEqual(migratedRest);
});

test("the dump shows what a schema may hold besides tables", async () => {
  const own = await createTestDatabase({ empty: true });
  try {
    await own.db.$client.unsafe(`
      create type mood as enum ('glad', 'sad');
      create table parted (id int generated always as identity, day int not null, twice int generated always as (day * 2) stored,
        mood mood default 'glad', primary key (id, day)) partition by range (day);
      create table parted_1 partition of parted for values from (1) to (2);
      create index parted_day on parted (day) where mood = 'sad';
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger parted_stays before delete on parted for each row execute function refuse();
      create view glad as select id from parted where mood = 'glad';
      create sequence tickets start 5;`);
    const dump = await dumpSchema(own.db.$client);
    for (const expected of [
      "create type mood as enum ('glad', 'sad');",
      "create sequence tickets as bigint increment 1 start 5;",
      "  id integer not null generated always as identity",
      "  twice integer generated always as ((day * 2)) stored",
      "  mood mood default 'glad'::mood",
      ") partition by RANGE (day);",
      "partition of parted FOR VALUES FROM (1) TO (2);",
      "CREATE INDEX parted_day ON ONLY public.parted USING btree (day) WHERE (mood = 'sad'::mood);",
      "CREATE TRIGGER parted_stays BEFORE DELETE ON public.parted",
      "create view glad as",
      "raise exception 'no'",
    ]) {
      expect(dump).toContain(expected);
    }
  } finally {
    await own.drop();
  }
});
