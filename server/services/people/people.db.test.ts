import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditEvent, outbox, session, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Role } from "@/server/domain/people/roles";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { inviteByOwner as invite } from "@/server/testing/services/invite-by-owner";
import { createUser } from "./create-user";
import { disable } from "./disable";
import { enable } from "./enable";
import { endSessions } from "./end-sessions";
import { findSession } from "./find-session";
import { FREE_TRIES } from "./internal/sign-in-tries";
import { listPeople } from "./list-people";
import { signIn } from "./sign-in";
import { unlock } from "./unlock";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = "a long password";
const owner = "cli:owner";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(user);
});

async function add(name: string, role: Role) {
  const email = `${name}@example.org`;
  const person = { email, name, role, password, totpSecret: secret };
  return { email, ...(await createUser(database.db, person, "cli:test", box)) };
}
const enter = (email: string, given = password) =>
  signIn({ db: database.db }, { email, password: given, userAgent: null });
const isSignedIn = async (token = "") => (await findSession({ db: database.db }, token)) !== null;
/** The newest deed about a person, and whether listeners are told of it. */
async function lastDeed(userId: string) {
  const [row] = await database.db
    .select()
    .from(auditEvent)
    .where(eq(auditEvent.subject, `user:${userId}`))
    .orderBy(desc(auditEvent.sequence))
    .limit(1);
  const told = await database.db.select().from(outbox).where(eq(outbox.event, "person.notice"));
  const notice = told.find(({ payload }) => {
    const { person, what } = payload as Record<string, unknown>;
    return person === userId && what === row?.action;
  });
  return { actor: row?.actor, action: row?.action, details: row?.details, told: notice !== undefined };
}

describe("invite", () => {
  const ann = { email: " Ann@Example.org", name: "Ann", role: "admin" } as const;

  test("makes the first administrator of an empty installation, who cannot sign in before", async () => {
    const { userId, token, expiresMs } = await invite(database.db, ann, owner);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Math.round((expiresMs - Date.now()) / 3_600_000)).toBe(48);
    expect(await lastDeed(userId)).toEqual({
      actor: owner,
      action: "user.invite",
      details: { email: "ann@example.org", name: "Ann", role: "admin" },
      told: true,
    });
    expect(await enter("ann@example.org")).toBeNull();
    expect(await listPeople(database.db)).toMatchObject([{ state: "invited", linkExpiresMs: expiresMs }]);
    const stored = JSON.stringify([
      await database.db.select().from(auditEvent),
      await database.db.select().from(outbox),
    ]);
    expect(stored).not.toContain(token);
  });

  test("again, before it is accepted, corrects name and role", async () => {
    const first = await invite(database.db, ann, owner);
    const again = await invite(database.db, { ...ann, name: "Ann B", role: "viewer" }, owner);
    expect(again.userId).toBe(first.userId);
    expect(again.token).not.toBe(first.token);
    expect(await listPeople(database.db)).toMatchObject([{ name: "Ann B", role: "viewer" }]);
  });

  test("refuses who has an account, and of two at once for the same address one wins or both are one person", async () => {
    await add("ben", "viewer");
    await expect(invite(database.db, { ...ann, email: "ben@example.org" }, owner)).rejects.toMatchObject({
      code: "conflict",
      message: "ben@example.org has an account already",
    });
    await Promise.allSettled([invite(database.db, ann, owner), invite(database.db, ann, owner)]);
    expect(await database.db.$count(user, eq(user.email, "ann@example.org"))).toBe(1);
  });

  test.each([
    ["no address", { email: "ann" }, "not an e-mail address"],
    ["an address with a NUL byte", { email: "a\u0000@b.c" }, "not an e-mail address"],
    ["no name", { name: " " }, "name is missing"],
    ["a name with an invisible character", { name: "A\u200bnn" }, "visible characters"],
    ["another role", { role: "boss" as never }, "viewer, operator, approver, admin"],
  ])("refuses %s", async (_what, change, words) => {
    await expect(invite(database.db, { ...ann, ...change }, owner)).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringContaining(words),
    });
  });
});

describe("disable and enable", () => {
  test("sessions end and do not come back", async () => {
    await add("ann", "admin");
    const { email, userId } = await add("ben", "admin");
    const started = await enter(email);
    expect(await disable(database.db, email, owner)).toEqual({ sessions: 1 });
    expect(await lastDeed(userId)).toMatchObject({ actor: owner, action: "user.disable", told: true });
    expect(await enter(email)).toBeNull();
    await expect(disable(database.db, email, owner)).rejects.toThrow("disabled already");
    await enable(database.db, email, owner);
    expect(await lastDeed(userId)).toMatchObject({ actor: owner, action: "user.enable", told: true });
    expect(await isSignedIn(started?.token)).toBe(false);
    expect(await enter(email)).not.toBeNull();
    await expect(enable(database.db, email, owner)).rejects.toThrow("not disabled");
  });

  test("the last administrator who can sign in stays, also when two commands race for the last two", async () => {
    await invite(database.db, { email: "new@example.org", name: "New", role: "admin" }, owner);
    const [ann, ben] = [await add("ann", "admin"), await add("ben", "admin")];
    const both = await Promise.allSettled([ann, ben].map(({ email }) => disable(database.db, email, owner)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "wrong-state", message: expect.stringContaining("no other administrator who can sign in") },
    });
    const left = and(eq(user.role, "admin"), eq(user.disabled, false));
    expect(await database.db.$count(user, left)).toBe(2);
  });

  test("withdraws an invitation", async () => {
    const { userId } = await invite(database.db, { email: "new@example.org", name: "New", role: "admin" }, owner);
    await disable(database.db, "new@example.org", owner);
    expect(await listPeople(database.db)).toMatchObject([{ state: "disabled", linkExpiresMs: null }]);
    expect(await lastDeed(userId)).toMatchObject({ action: "user.disable" });
  });
});

test("unlock lets a person in at once who has to wait after wrong passwords", async () => {
  const { email, userId } = await add("ann", "admin");
  for (let count = 0; count < FREE_TRIES; count++) await enter(email, "wrong wrong wrong");
  expect(await enter(email)).toBeNull();
  expect(await listPeople(database.db)).toMatchObject([{ failedLogins: 5, lockedUntilMs: expect.any(Number) }]);
  expect(await unlock(database.db, email, owner)).toEqual({ failures: 5 });
  expect(await lastDeed(userId)).toMatchObject({ actor: owner, action: "user.unlock", told: true });
  expect(await listPeople(database.db)).toMatchObject([{ failedLogins: 0, lockedUntilMs: null }]);
  expect(await enter(email)).not.toBeNull();
});

test("end-sessions signs a person out everywhere, and nobody else", async () => {
  const [ann, ben] = [await add("ann", "admin"), await add("ben", "admin")];
  const sessions = [await enter(ann.email), await enter(ann.email), await enter(ben.email)];
  expect(await endSessions(database.db, ann.email, owner)).toEqual({ sessions: 2 });
  expect(await lastDeed(ann.userId)).toMatchObject({ actor: owner, action: "user.end-sessions", told: true });
  expect(await Promise.all(sessions.map((each) => isSignedIn(each?.token)))).toEqual([false, false, true]);
  expect(await database.db.$count(session)).toBe(1);
});

test.each([
  ["disable", disable],
  ["enable", enable],
  ["unlock", unlock],
  ["end-sessions", endSessions],
])("%s of an unknown address says so", async (_verb, run) => {
  await expect(run(database.db, "nobody@example.org", owner)).rejects.toMatchObject({ code: "not-found" });
});
