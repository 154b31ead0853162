import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowList, textList } from "./lists";
import { createTestDatabase, type TestDatabase } from "./testing/database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function read(values: readonly (string | null)[]): Promise<unknown> {
  const [row] = await database.db.execute<{ list: unknown }>(sql`select to_jsonb(${textList(values)}) as list`);
  return row?.list;
}

test.each([
  ["none", []],
  ["one", ["aa"]],
  ["an empty one", [""]],
  ["only empty ones", ["", ""]],
  ["an empty one among others", ["a", "", "b"]],
  ["one that is missing", [null]],
  ["some that are missing", [null, "a", null]],
  ["what arrays and JSON escape", ['"', "\\", "{}", "a,b", "NULL", " ", "é'"]],
])("a list of %s is read as it was", async (_, values) => {
  expect(await read(values)).toEqual(values);
});

test("rows keep their columns' types, and what is missing", async () => {
  const rows = rowList({
    hash: ["text", ["a", "b"]],
    height: ["bigint", [1, 2 ** 40]],
    lovelace: ["numeric", [2n ** 70n, null]],
    valid: ["boolean", [true, false]],
  });
  const found = await database.db.execute(sql`select * from ${rows} as r where valid or height > 1`);
  expect([...found]).toEqual([
    { hash: "a", height: 1n, lovelace: 2n ** 70n, valid: true },
    { hash: "b", height: 2n ** 40n, lovelace: null, valid: false },
  ]);
});

test.each(["a\nb", "\\N"])("a text that would be read as something else is refused: %j", (text) => {
  expect(() => textList(["a", text])).toThrow("a list cannot hold");
});
