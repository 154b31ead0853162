import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asTable, textList } from "./rows";
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
  const rows = [
    { hash: "a", height: 1, lovelace: 2n ** 70n, valid: true },
    { hash: "b", height: 2 ** 40, lovelace: null, valid: false },
  ];
  const table = asTable(rows, {
    hash: ["text", ({ hash }) => hash],
    height: ["bigint", ({ height }) => height],
    lovelace: ["numeric", ({ lovelace }) => lovelace],
    valid: ["boolean", ({ valid }) => valid],
  });
  const found = await database.db.execute(sql`select * from ${table} where valid or height > 1`);
  expect([...found]).toEqual(rows.map((row) => ({ ...row, height: BigInt(row.height) })));
});

test.each(["a\nb", "\\N"])("a text that would be read as something else is refused: %j", (text) => {
  expect(() => textList(["a", text])).toThrow("a list cannot hold");
});
