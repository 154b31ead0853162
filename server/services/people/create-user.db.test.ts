import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEvent, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { sealKey } from "@/server/domain/approver-key/vault";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { testKey } from "@/server/testing/services/keys";
import { createUser, type NewUser } from "./create-user";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const ann: NewUser = { email: "ann@example.org", name: "Ann", role: "admin", password: "a long password" };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
const create = (person: Partial<NewUser>) => createUser(database.db, { ...ann, ...person }, "cli:test", box);

test("stores a hash and not the password, and an audit row without secrets", async () => {
  const { secretKey, publicKey: approverKey } = testKey("ann");
  const passphrase = "correct horse battery staple";
  const sealed = await sealKey({ secretKey, passphrase, salt: randomBytes(16), iv: randomBytes(12) });
  const { userId } = await create({
    email: "Ann@Example.org ",
    approverKey,
    encryptedKey: JSON.stringify(sealed),
  });
  const [row] = await database.db.select().from(user).where(eq(user.id, userId));
  expect(row).toMatchObject({ email: "ann@example.org", role: "admin", approverKey });
  expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const [event] = await database.db
    .select()
    .from(auditEvent)
    .where(eq(auditEvent.subject, `user:${userId}`));
  expect(event).toMatchObject({ action: "user.create", actor: "cli:test" });
  expect(JSON.stringify(event)).not.toContain(ann.password);
  await expect(create({ email: "ben@example.org", approverKey })).rejects.toThrow("another person");
});

test("of two with the same address at once, one is created", async () => {
  const twice = { email: "twice@example.org" };
  const results = await Promise.allSettled([create(twice), create(twice)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "conflict", message: "twice@example.org is already taken" },
  });
});

test.each<[string, Partial<NewUser>, string]>([
  ["an address without @", { email: "ann" }, "not an e-mail address"],
  ["no name", { name: " " }, "name is missing"],
  ["an unknown role", { role: "boss" as never }, "viewer, operator, approver, admin"],
  ["a short password", { password: "short" }, "12 to 200 characters"],
  ["a TOTP secret that is not Base32", { totpSecret: "secret!" }, "Base32"],
  ["half a key", { approverKey: "ab" }, "32 bytes"],
  ["a malformed sealed key", { encryptedKey: "{}" }, "format"],
])("refuses %s", async (_what, change, words) => {
  const before = await database.db.$count(user);
  await expect(create({ email: "carl@example.org", ...change })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining(words),
  });
  expect(await database.db.$count(user)).toBe(before);
});
