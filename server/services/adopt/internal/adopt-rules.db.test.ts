import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { type Rules, rulesToJson } from "@/server/domain/rules/rules";
import { testRules } from "@/server/testing/domain/fixtures";
import { putRulesInForce } from "../../pool/put-in-force";
import { rulesInForce } from "../../settings-in-force";
import { adoptRules } from "./adopt-rules";

const RULES: Rules = testRules({ version: 2 });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const document = JSON.parse(rulesToJson({ ...RULES, version: 1 }));
  await withTransaction(database.db, (tx) => putRulesInForce(tx, { document, fromDay: 0 }, "cli:test"));
});
afterAll(() => database.drop());

const adopt = (dayIndex: number, rules = RULES) =>
  adoptRules(database.db, { named: { dayIndex, hash: "ab".repeat(32) }, rules, actor: "cli:test" });

it("rules are in force from the first day that a report was made by them, and never from a later one", async () => {
  expect(await adopt(20)).toBe(2);
  expect(await adopt(21)).toBe(2);
  expect((await rulesInForce(database.db, 19))?.version).toBe(1);
  expect((await rulesInForce(database.db, 20))?.version).toBe(2);
  await expect(adopt(19)).rejects.toThrow("its rules of version 2 are in force from day 20 on in this database");
  await expect(adopt(22, { ...RULES, holding: { minimumQuantity: 7n } })).rejects.toThrow("are others than this");
});
