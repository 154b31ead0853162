import { eq } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEvent, totpSecret } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { testSecret } from "@/server/testing/secrets";
import { createUser } from "./create-user";
import { findSession } from "./find-session";
import { opensSealed, reseal } from "./reseal";
import { confirmTotp } from "./second-factor";
import { makeSecretBox, type SecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = "a long password";
const [first, second] = [testSecret("first key"), testSecret("second key")];
const before = makeSecretBox(first);
const rotating = makeSecretBox(second, first);
const after = makeSecretBox(second);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const add = async (name: string, box: SecretBox) => {
  const person = { email: `${name}@example.org`, name, role: "admin", password, totpSecret: SECRET } as const;
  return (await createUser(database.db, person, "cli:test", box)).userId;
};
let seconds = 1_800_000_000;
async function signInWith(name: string, box: SecretBox) {
  seconds += 30;
  const ctx = { db: database.db };
  const started = await signIn(ctx, { email: `${name}@example.org`, password, userAgent: null });
  const session = await findSession(ctx, started?.token ?? "");
  if (!session) throw new Error("the password was not taken");
  const code = await generate({ secret: SECRET, epoch: seconds });
  return confirmTotp(ctx, { session, code, nowMs: seconds * 1_000, box });
}

test("the sealing key is rotated: people sign in before, while and after, and all is sealed anew", async () => {
  const [ann, ben] = [await add("ann", before), await add("ben", before)];
  await signInWith("ann", before);
  await signInWith("ann", rotating);
  await add("new", rotating);
  await expect(signInWith("ann", after), "without the old key, before it is sealed anew").rejects.toThrow(
    "SEALING_KEY",
  );

  expect(await opensSealed(database.db, before)).toBe(true);
  expect(await opensSealed(database.db, makeSecretBox(testSecret("not taken along")))).toBe(false);
  expect(await reseal(database.db, rotating, "cli:test")).toEqual({ resealed: 2, present: 1, lost: [] });
  for (const name of ["ann", "ben", "new"]) await signInWith(name, after);
  expect(await reseal(database.db, after, "cli:test")).toEqual({ resealed: 0, present: 3, lost: [] });
  await expect(signInWith("ann", before)).rejects.toThrow();

  const rows = await database.db
    .select()
    .from(auditEvent)
    .where(eq(auditEvent.action, "secrets.reseal"))
    .orderBy(auditEvent.sequence);
  expect(rows).toMatchObject([{ actor: "cli:test", details: { resealed: 2, present: 1, lost: 0 } }, {}]);
  // What belongs to nobody's key, or to somebody else, is named and left as it is.
  await database.db
    .update(totpSecret)
    .set({ secret: before.seal(SECRET, "somebody") })
    .where(eq(totpSecret.userId, ann));
  await database.db.update(totpSecret).set({ secret: "v1.a.b" }).where(eq(totpSecret.userId, ben));
  const { lost } = await reseal(database.db, rotating, "cli:test");
  expect([...lost].sort()).toEqual([ann, ben].sort());
});
