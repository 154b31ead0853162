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
import { signIn } from "./sign-in";

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
  ["a password that would be cut", { password: "mosaic lantern under rye ".repeat(9) }, "12 to 200 characters"],
  ["their own name", { name: "Featherstonehaugh", password: "featherstonehaugh" }, "easy to guess"],
  ["a TOTP secret that is not Base32", { totpSecret: "secret!" }, "Base32"],
  ["half a key", { approverKey: "ab" }, "32 bytes"],
  ["a malformed sealed key", { encryptedKey: "{}" }, "kdf: must be"],
])("refuses %s", async (_what, change, words) => {
  const before = await database.db.$count(user);
  await expect(create({ email: "carl@example.org", ...change })).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining(words),
  });
  expect(await database.db.$count(user)).toBe(before);
});

test.each([
  ["small letters alone", "mosaiclanternunderrye"],
  ["digits alone, 64 of them", "8414709848078965066525023216302989996225630607983710656727517099"],
  ["blanks and other scripts", "  \u03b8\u03ac\u03bb\u03b1\u03c3\u03c3\u03b1 \u{1F600} \u6f22\u5b57 ;'\"<>&%\\ "],
  ["200 characters", "mosaic lantern under rye ".repeat(8)],
])("a password of %s is taken, and compared as it was typed", async (_what, password) => {
  const email = `${crypto.randomUUID()}@example.org`;
  await create({ email, password });
  const enter = (given: string) => signIn(database, { email, password: given, userAgent: null });
  expect(await enter(password)).not.toBeNull();
  const others = [password.slice(0, -1), `${password}x`, password.replace("m", "M").replace("8", "9").replace(" ", "")];
  for (const other of others) expect(await enter(other), other).toBeNull();
});

test("one password is typed in two ways by two keyboards", async () => {
  const email = "composed@example.org";
  await create({ email, password: "\u00fcber die Br\u00fccke gehen" });
  const decomposed = "u\u0308ber die Bru\u0308cke gehen";
  expect(await signIn(database, { email, password: decomposed, userAgent: null })).not.toBeNull();
});
