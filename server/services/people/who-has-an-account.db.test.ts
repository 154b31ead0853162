import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { createUser } from "./create-user";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const email = "ann@example.org";
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(schema.user);
  const person = { email, name: "Ann", role: "viewer", password: "a long password" } as const;
  await createUser(database.db, person, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
});

test("whether somebody has the address shows in no statement: as many, of the same kinds", async () => {
  const statements = async (given: string, device: string | null) => {
    const seen: string[] = [];
    const db = drizzle(database.db.$client, { schema, logger: { logQuery: (query) => seen.push(query) } });
    const tried = { email: given, password: "wrong wrong wrong", userAgent: null, device };
    expect(await signIn({ db: db as Database }, tried)).toBeNull();
    return seen;
  };
  for (const device of [null, "A".repeat(43)]) {
    const known = await statements(email, device);
    expect(known.join("\n")).toContain("failed_logins + 1");
    expect(await statements("nobody@example.org", device)).toEqual(known);
  }
  await database.db.update(schema.user).set({ disabled: true }).where(eq(schema.user.email, email));
  expect(await statements(email, null)).toEqual(await statements("nobody@example.org", null));
});

test("one that is too long to be anybody's is refused before anybody is looked for, and counts for nobody", async () => {
  const refusals: unknown[] = [];
  const onRefusal = (refusal: unknown) => void refusals.push(refusal);
  const given = { email, password: "x".repeat(201), userAgent: null, onRefusal };
  expect(await signIn({ db: undefined as never }, given)).toBeNull();
  expect(refusals).toEqual([{ reason: "wrong", userId: null }]);
});
