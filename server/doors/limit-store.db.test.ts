import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { leasedLimits } from "./leased-limits";
import { openLimitStore } from "./limit-store";
import { LIMITS } from "./limits";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const { calls } = LIMITS.api;
const passedOf = async (limits: ReturnType<typeof leasedLimits>, count: number) => {
  const waits = await Promise.all(Array.from({ length: count }, () => limits.take("api", "203.0.113.7")));
  return waits.filter((seconds) => seconds === 0).length;
};

it("instances share a limit through the database, for a row a key", async () => {
  const [one, two] = [leasedLimits(openLimitStore(database.url)), leasedLimits(openLimitStore(database.url))];
  const sum = (await passedOf(one, calls)) + (await passedOf(two, calls));
  expect(sum).toBeGreaterThanOrEqual(calls);
  expect(sum).toBeLessThanOrEqual(calls + calls / 10);
  const rows = await database.db.execute(sql`select key from call_limit`);
  expect(rows).toEqual([{ key: "api:203.0.113.7" }]);
});

it("with a database that is away an instance goes by its own count: neither open nor closed", async () => {
  const limits = leasedLimits(openLimitStore("postgres://nobody@127.0.0.1:1/nowhere"));
  expect(await passedOf(limits, 5_000)).toBe(calls);
});
