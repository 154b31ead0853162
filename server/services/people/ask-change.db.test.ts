import { desc, eq, sql } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditEvent, invitation, personRequest, recoveryCode, totpSecret, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Role } from "@/server/domain/people/roles";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { addLastingPerson } from "@/server/testing/services/add-lasting-person";
import { acceptLink } from "./accept-link";
import { type AskedChange, type Asker, askChange } from "./ask-change";
import { disable } from "./disable";
import { findSession } from "./find-session";
import { openLink } from "./open-link";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";
import { withdrawRequest } from "./withdraw-request";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const NOW_MS = 1_800_000_000_000;
const password = "a long password";
const newPassword = "mosaic lantern under rye";
const FACTOR: AskedChange["wish"] = { what: "second-factor", role: null };
const ASKED = { kind: "asked", aloneFromMs: expect.any(Number) };
const PASSWORD: AskedChange["wish"] = { what: "password", role: null };

let database: TestDatabase;
let ann: string;
let ben: string;
let carl: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(user);
  [ann, ben, carl] = [await add("ann", "admin"), await add("ben", "admin"), await add("carl", "approver")];
});

/** Somebody who has been here for more than a day. */
async function add(name: string, role: Role): Promise<string> {
  const person = { email: `${name}@example.org`, name, role, password, totpSecret: SECRET };
  return addLastingPerson(database.db, person);
}
const emailOf = (name: string) => `${name}@example.org`;
const ask = (about: string, wish: AskedChange["wish"], by: string) => {
  const asker: Asker = by === "owner" ? "owner" : { userId: by };
  return askChange(database.db, {
    email: emailOf(about),
    wish,
    asker,
    actor: by === "owner" ? "cli:owner" : `user:${by}`,
  });
};
const enter = (name: string, given = password) =>
  signIn({ db: database.db }, { email: emailOf(name), password: given, userAgent: null });
async function lastDeed() {
  const [row] = await database.db.select().from(auditEvent).orderBy(desc(auditEvent.sequence)).limit(1);
  return row;
}
const dayLater = () =>
  database.db.update(personRequest).set({ writtenAt: sql`${personRequest.writtenAt} - interval '24 hours'` });
const codeOf = (secret: string, ms = NOW_MS) => generate({ secret, epoch: ms / 1_000 });

test("a second factor is set anew by two: the old one ends, sessions too, and the password stays needed", async () => {
  const started = await enter("carl");
  expect(await ask("carl", FACTOR, ann)).toEqual(ASKED);
  expect(await lastDeed()).toMatchObject({ actor: `user:${ann}`, action: "user.ask", subject: `user:${carl}` });
  expect(await database.db.$count(totpSecret, eq(totpSecret.userId, carl))).toBe(1);
  await expect(ask("carl", FACTOR, ann)).rejects.toMatchObject({ code: "conflict" });

  const done = await ask("carl", FACTOR, ben);
  expect(await lastDeed()).toMatchObject({ actor: `user:${ben}`, action: "user.reset", subject: `user:${carl}` });
  expect(done).toMatchObject({ kind: "done", sessions: 1 });
  expect(await findSession({ db: database.db }, started?.token ?? "")).toBeNull();
  expect(await database.db.$count(totpSecret, eq(totpSecret.userId, carl))).toBe(0);

  const token = (done.kind === "done" && done.link?.token) || "";
  const { sets, factor } = await openLink({ db: database.db }, token, box);
  expect(sets).toBe("second-factor");
  const given = { token, code: await codeOf(factor?.secret ?? ""), ticket: factor?.ticket ?? null, nowMs: NOW_MS };
  const wrong = acceptLink({ db: database.db }, { ...given, password: "another password" }, box);
  await expect(wrong).rejects.toMatchObject({ code: "not-allowed", message: /Wrong password/ });
  expect(await database.db.select().from(invitation)).toMatchObject([{ failedLogins: 1 }]);
  const { recoveryCodes } = await acceptLink({ db: database.db }, { ...given, password }, box);
  expect(recoveryCodes).toHaveLength(10);
  expect(await enter("carl")).not.toBeNull();
});

test("a password is set anew by two: the second factor stays needed, or one of its recovery codes", async () => {
  await ask("carl", PASSWORD, ann);
  const done = await ask("carl", PASSWORD, ben);
  expect(await enter("carl")).toBeNull();
  const token = (done.kind === "done" && done.link?.token) || "";
  expect(await openLink({ db: database.db }, token, box)).toMatchObject({ sets: "password", factor: null });
  const given = { token, password: newPassword, ticket: null, nowMs: NOW_MS };
  const wrong = acceptLink({ db: database.db }, { ...given, code: "000000" }, box);
  await expect(wrong).rejects.toMatchObject({ code: "not-allowed", message: /Wrong or already used code/ });
  await acceptLink({ db: database.db }, { ...given, code: await codeOf(SECRET) }, box);
  expect(await enter("carl")).toBeNull();
  expect(await enter("carl", newPassword)).not.toBeNull();
  expect(await database.db.$count(recoveryCode)).toBe(0);
});

test("a role is raised by two and lowered by one, and never one's own", async () => {
  const raised: AskedChange["wish"] = { what: "role", role: "admin" };
  expect(await ask("carl", raised, ann)).toEqual(ASKED);
  // A second one who wants something else has not agreed.
  expect(await ask("carl", PASSWORD, ben)).toEqual(ASKED);
  expect(await ask("carl", raised, ann)).toEqual(ASKED);
  expect(await ask("carl", raised, ben)).toEqual({ kind: "done", link: null, sessions: 0 });
  await expect(ask("carl", raised, ben)).rejects.toThrow("admin already");
  const lowered: AskedChange["wish"] = { what: "role", role: "viewer" };
  await expect(ask("ann", lowered, ann)).rejects.toMatchObject({ code: "not-allowed" });
  expect(await ask("carl", lowered, ann)).toMatchObject({ kind: "done" });
  expect(await database.db.select().from(user).where(eq(user.id, carl))).toMatchObject([{ role: "viewer" }]);
});

test("who may not, whose request is old or whose rights are gone does not count", async () => {
  await expect(ask("ben", FACTOR, carl)).rejects.toMatchObject({ code: "not-allowed", message: /requires admin/ });
  await expect(ask("ann", FACTOR, ann)).rejects.toMatchObject({ code: "not-allowed" });
  await ask("carl", FACTOR, ann);
  for (let day = 0; day < 3; day++) await dayLater();
  expect(await ask("carl", FACTOR, ben)).toEqual(ASKED);
  await add("dora", "admin");
  await disable(database.db, emailOf("ben"), "cli:test");
  expect(await ask("carl", FACTOR, ann)).toEqual(ASKED);
  await expect(ask("ben", FACTOR, ann)).rejects.toThrow("enable them first");
});

test("of two who agree at once, one makes the link", async () => {
  await add("dora", "admin");
  await ask("carl", FACTOR, ann);
  const [dora] = await database.db
    .select()
    .from(user)
    .where(eq(user.email, emailOf("dora")));
  const both = await Promise.all([ask("carl", FACTOR, ben), ask("carl", FACTOR, dora?.id ?? "")]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["asked", "done"]);
});

test("alone, anybody waits a day in which it can be taken back, however many administrators there are", async () => {
  const withdraw = () => withdrawRequest(database.db, { email: emailOf("ann"), asker: "owner", actor: "cli:test" });
  expect(await ask("ann", FACTOR, "owner")).toEqual(ASKED);
  await expect(ask("ann", FACTOR, "owner")).rejects.toMatchObject({ code: "conflict", message: /run it again from/ });
  await withdraw();
  expect(await lastDeed()).toMatchObject({ action: "user.withdraw", details: { what: "second-factor", links: 0 } });
  await expect(withdraw()).rejects.toThrow("nothing is asked for");
  await ask("ann", FACTOR, "owner");
  await dayLater();
  expect(await ask("ann", FACTOR, "owner")).toMatchObject({ kind: "done", link: { token: expect.any(String) } });
  await ask("carl", FACTOR, ben);
  await dayLater();
  expect(await ask("carl", FACTOR, ben)).toMatchObject({ kind: "done" });
});

test("the owner and one administrator are not two: they may be one human", async () => {
  await add("dora", "admin");
  await ask("ann", FACTOR, "owner");
  expect(await ask("ann", FACTOR, ben)).toEqual(ASKED);
  await expect(ask("ann", FACTOR, "owner")).rejects.toMatchObject({ code: "conflict" });
  await expect(ask("ann", FACTOR, ben)).rejects.toMatchObject({ code: "conflict" });
  const [dora] = await database.db.select().from(user).where(eq(user.name, "dora"));
  expect(await ask("ann", FACTOR, dora?.id ?? "")).toMatchObject({ kind: "done" });
});

test("the last administrator is not lowered", async () => {
  await disable(database.db, emailOf("ann"), "cli:test");
  const lowered: AskedChange["wish"] = { what: "role", role: "viewer" };
  await expect(ask("ben", lowered, "owner")).rejects.toThrow("no other administrator");
  await ask("ben", { what: "both", role: null }, "owner");
  await dayLater();
  await ask("ben", { what: "both", role: null }, "owner");
  await expect(ask("ben", lowered, "owner"), "nor while they have a link").rejects.toThrow("no other administrator");
});
