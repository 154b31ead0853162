import { eq, sql } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditEvent, knownDevice, session, totpSecret, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { createUser } from "./create-user";
import { findSession, keepAlive, type SignedIn } from "./find-session";
import { FREE_TRIES, waitSecondsAfter } from "./internal/sign-in-tries";
import { confirmTotp, type Tokens } from "./second-factor";
import { makeSecretBox } from "./secret-box";
import { revokeAllSessions, revokeSession } from "./sessions";
import { signIn } from "./sign-in";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = "a long password";
const NOW_MS = 1_800_000_000_000;

let database: TestDatabase;
let userId: string;
let email: string;
let count = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  email = `ann${++count}@example.org`;
  const person = { email, name: "Ann", role: "approver", password, totpSecret: secret } as const;
  ({ userId } = await createUser(database.db, person, "cli:test", box));
});

const ctx = () => ({ db: database.db });
const enter = (given = password) => signIn(ctx(), { email, password: given, userAgent: "test" });
const codeAt = (ms: number) => generate({ secret, epoch: Math.floor(ms / 1_000) });
const lockOf = async () => (await database.db.select().from(user).where(eq(user.id, userId)))[0];
const actionsOf = async (subject: string) =>
  (await database.db.select().from(auditEvent).where(eq(auditEvent.subject, subject)).orderBy(auditEvent.sequence)).map(
    (row) => row.action,
  );

/** What is in the cookie of each session. */
const tokens = new Map<string, string>();
const find = (sessionId: string) => findSession(ctx(), tokens.get(sessionId) ?? "");
async function firstStep(device: string | null = null): Promise<SignedIn> {
  const started = await signIn(ctx(), { email, password, userAgent: "test", device });
  const found = started && (await findSession(ctx(), started.token));
  if (!found) throw new Error("the password was not taken");
  tokens.set(found.sessionId, started.token);
  return found;
}
async function secondStep(signedIn: SignedIn, ms = NOW_MS, device: string | null = null): Promise<Tokens> {
  const given = await confirmTotp(ctx(), { session: signedIn, code: await codeAt(ms), nowMs: ms, box, device });
  tokens.set(signedIn.sessionId, given.session);
  return given;
}
/** As if the wait had ended. */
const waitOver = () =>
  database.db.update(user).set({ lockedUntil: sql`now() - interval '1 second'` }).where(eq(user.id, userId));

describe("the password", () => {
  test("makes a session of level 1 and an audit row", async () => {
    const started = await signIn(ctx(), {
      email: ` ${email.toUpperCase()} `,
      password,
      userAgent: "x".repeat(999),
    });
    expect(await findSession(ctx(), started?.token ?? "")).toMatchObject({
      userId,
      level: 1,
      role: "approver",
    });
    expect(await actionsOf(`session:${started?.sessionId}`)).toEqual(["session.start"]);
  });

  test("a wrong password, an unknown address and a disabled account get the same answer", async () => {
    expect(await enter("another password")).toBeNull();
    expect(await signIn(ctx(), { email: "nobody@example.org", password, userAgent: null })).toBeNull();
    await database.db.update(user).set({ disabled: true }).where(eq(user.id, userId));
    expect(await enter()).toBeNull();
  });

  test("after five failures even the right one must wait, and the wait grows", async () => {
    for (let count = 0; count < FREE_TRIES; count++) expect(await enter("wrong wrong wrong")).toBeNull();
    expect(await enter()).toBeNull();
    expect(await actionsOf(`user:${userId}`)).toContain("user.locked");
    await waitOver();
    expect(await enter("wrong wrong wrong")).toBeNull();
    expect((await lockOf())?.failedLogins).toBe(FREE_TRIES + 1);
    expect([4, 5, 6, 7, 99].map(waitSecondsAfter)).toEqual([0, 30, 60, 120, 900]);
    await waitOver();
    expect(await enter()).not.toBeNull();
  });

  test("parallel attempts cannot outrun the count", async () => {
    // Those for whom there is no room wait for nothing: their passwords are not compared, and do not count.
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => enter("wrong wrong wrong")));
    for (const { status, ...told } of tries) {
      expect(told).toMatchObject(status === "fulfilled" ? { value: null } : { reason: { code: "too-many" } });
    }
    const failures = (await lockOf())?.failedLogins ?? 0;
    expect(failures).toBeGreaterThan(0);
    expect(failures).toBeLessThanOrEqual(FREE_TRIES);
  });
});

describe("the second factor", () => {
  test("raises the session, with an audit row, and resets failures", async () => {
    await enter("wrong wrong wrong");
    const signedIn = await firstStep();
    await secondStep(signedIn);
    expect(await find(signedIn.sessionId)).toMatchObject({ level: 2 });
    expect(await actionsOf(`session:${signedIn.sessionId}`)).toEqual(["session.start", "session.confirm"]);
    expect(await lockOf()).toMatchObject({ failedLogins: 0, lockedUntil: null });
  });

  test("counts as a step-up for five minutes, and a code given again renews it", async () => {
    const signedIn = await firstStep();
    expect(signedIn.steppedUp).toBe(false);
    await secondStep(signedIn);
    const again = async () => find(signedIn.sessionId);
    expect(await again()).toMatchObject({ steppedUp: true });
    await database.db
      .update(session)
      .set({ confirmedAt: sql`now() - interval '5 minutes'` })
      .where(eq(session.id, signedIn.sessionId));
    const old = await again();
    expect(old).toMatchObject({ level: 2, steppedUp: false });
    await secondStep(old ?? signedIn, NOW_MS + 30_000);
    expect(await again()).toMatchObject({ steppedUp: true });
    expect(await actionsOf(`session:${signedIn.sessionId}`)).toContain("session.step-up");
  });

  test("gives a new token each time: the one from before opens nothing", async () => {
    const signedIn = await firstStep();
    const [first = ""] = [tokens.get(signedIn.sessionId)];
    const { session: second } = await secondStep(signedIn);
    expect(await findSession(ctx(), first)).toBeNull();
    await secondStep({ ...signedIn, level: 2 }, NOW_MS + 30_000);
    expect(await findSession(ctx(), second)).toBeNull();
    expect(await find(signedIn.sessionId)).toMatchObject({ level: 2 });
  });

  test("no token is in the database", async () => {
    const signedIn = await firstStep();
    const { session: token, device } = await secondStep(signedIn);
    const stored = JSON.stringify([
      await database.db.select().from(session),
      await database.db.select().from(knownDevice),
      await database.db.select().from(auditEvent),
    ]);
    expect(`${token} ${device}`, "256 bits each").toMatch(/^[\w-]{43} [\w-]{43}$/);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(device);
  });

  test("a code counts once, in this session or another, and so do older ones", async () => {
    const signedIn = await firstStep();
    await secondStep(signedIn);
    const another = await firstStep();
    await expect(secondStep(another)).rejects.toThrow("already used");
    await expect(
      confirmTotp(ctx(), { session: another, code: await codeAt(NOW_MS - 30_000), nowMs: NOW_MS, box }),
    ).rejects.toThrow("already used");
    expect(await find(another.sessionId)).toMatchObject({ level: 1 });
    await secondStep(another, NOW_MS + 30_000);
  });

  test("of two that send the same code at once, one wins", async () => {
    const [one, two] = [await firstStep(), await firstStep()];
    const results = await Promise.allSettled([secondStep(one), secondStep(two)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("wrong codes lock, although the password is right each time", async () => {
    for (let count = 0; count < FREE_TRIES; count++) {
      const signedIn = await firstStep();
      await expect(confirmTotp(ctx(), { session: signedIn, code: "000000", nowMs: NOW_MS, box })).rejects.toThrow();
    }
    expect(await enter()).toBeNull();
  });

  test("a secret is stored sealed, and opens for its owner only", async () => {
    const [row] = await database.db.select().from(totpSecret).where(eq(totpSecret.userId, userId));
    expect(row?.secret).not.toContain(secret);
    expect(box.open(row?.secret ?? "", userId)).toBe(secret);
    expect(() => box.open(row?.secret ?? "", "somebody else")).toThrow();
    expect(() => makeSecretBox("n".repeat(40)).open(row?.secret ?? "", userId)).toThrow();
  });

  test("is not set up by whoever has the password: a person without one is told to use the link", async () => {
    email = `new${count}@example.org`;
    const person = { email, name: "New", role: "viewer", password } as const;
    ({ userId } = await createUser(database.db, person, "cli:test", box));
    const signedIn = await firstStep();
    await expect(secondStep(signedIn)).rejects.toThrow("Use the link");
  });
});

describe("a known device", () => {
  const fail = (device: string | null = null) =>
    signIn(ctx(), { email, password: "wrong wrong wrong", userAgent: null, device });
  const known = async (ms = NOW_MS) => (await secondStep(await firstStep(), ms)).device ?? "";

  test("is not locked out by strangers, however often they are wrong, nor at its second factor", async () => {
    const device = await known();
    for (let count = 0; count < FREE_TRIES + 3; count++) {
      await fail();
      await waitOver();
    }
    await fail();
    expect(await enter()).toBeNull();
    const signedIn = await firstStep(device);
    expect((await secondStep(signedIn, NOW_MS + 30_000, device)).device).toBe(device);
    // Nor does its sign-in give strangers new tries.
    expect((await lockOf())?.failedLogins).toBeGreaterThan(FREE_TRIES);
    expect(await enter()).toBeNull();
  });

  test("waits for its own wrong tries, and locks nobody else", async () => {
    const device = await known();
    for (let count = 0; count < FREE_TRIES; count++) await fail(device);
    const refusals: unknown[] = [];
    const onRefusal = (refusal: unknown) => void refusals.push(refusal);
    expect(await signIn(ctx(), { email, password, userAgent: null, device, onRefusal })).toBeNull();
    expect(refusals).toEqual([{ reason: "waiting", userId }]);
    expect(await enter()).not.toBeNull();
  });

  test("is one only for whoever signed in there, and a made-up cookie is none", async () => {
    for (let count = 0; count < FREE_TRIES; count++) await fail();
    for (const made of ["A".repeat(43), "' or 1=1", "\0", ""]) {
      expect(await signIn(ctx(), { email, password, userAgent: null, device: made })).toBeNull();
    }
  });

  test("makes room: ten are known for each person, the last used ones", async () => {
    const devices: string[] = [];
    for (let count = 0; count < 11; count++) devices.push(await known(NOW_MS + count * 30_000));
    expect(await database.db.$count(knownDevice, eq(knownDevice.userId, userId))).toBe(10);
    for (let count = 0; count < FREE_TRIES; count++) await fail();
    expect(await signIn(ctx(), { email, password, userAgent: null, device: devices[0] ?? null })).toBeNull();
    expect(await signIn(ctx(), { email, password, userAgent: null, device: devices[10] ?? null })).not.toBeNull();
  });
});

describe("a session", () => {
  const expire = (sessionId: string, set: Record<string, unknown>) =>
    database.db.update(session).set(set).where(eq(session.id, sessionId));

  test("ends when its row is deleted, with an audit row; nobody else can do that", async () => {
    const mine = await firstStep();
    const other = { ...mine, userId: "00000000-0000-4000-8000-000000000000" };
    await expect(revokeSession(ctx(), other, mine.sessionId)).rejects.toThrow("already ended");
    await revokeSession(ctx(), mine, mine.sessionId);
    expect(await find(mine.sessionId)).toBeNull();
    expect(await actionsOf(`session:${mine.sessionId}`)).toContain("session.revoke");
  });

  test("all others end, or all", async () => {
    const [mine, other] = [await firstStep(), await firstStep()];
    expect(await revokeAllSessions(ctx(), mine, "this one")).toBe(1);
    expect(await find(other.sessionId)).toBeNull();
    expect(await find(mine.sessionId)).not.toBeNull();
    expect(await revokeAllSessions(ctx(), mine, "none")).toBe(1);
    expect(await find(mine.sessionId)).toBeNull();
  });

  test("idles out, lives on with a person's acts and not by being looked at, and never past its lifetime", async () => {
    const idle = await firstStep();
    await expire(idle.sessionId, { expiresAt: sql`now() - interval '1 second'` });
    expect(await find(idle.sessionId)).toBeNull();

    const used = await firstStep();
    await expire(used.sessionId, { expiresAt: sql`now() + interval '10 minutes'` });
    const minutesLeft = async () => {
      const [row] = await database.db.select().from(session).where(eq(session.id, used.sessionId));
      return Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000);
    };
    await find(used.sessionId);
    expect(await minutesLeft()).toBe(10);
    await keepAlive(ctx(), used.sessionId);
    expect(await minutesLeft()).toBe(60);
    await expire(used.sessionId, {
      writtenAt: sql`now() - interval '11 hours 40 minutes'`,
      expiresAt: sql`now() + interval '10 minutes'`,
    });
    await keepAlive(ctx(), used.sessionId);
    expect(await minutesLeft()).toBe(20);
  });

  test("is not found by a malformed id, nor if its person is disabled", async () => {
    expect(await findSession(ctx(), "' or 1=1")).toBeNull();
    const mine = await firstStep();
    await database.db.update(user).set({ disabled: true }).where(eq(user.id, userId));
    expect(await find(mine.sessionId)).toBeNull();
  });
});
