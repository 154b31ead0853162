import { desc, eq } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditEvent, outbox, session } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { changePassword } from "./change-password";
import { changeSecondFactor, offerSecondFactor, renewRecoveryCodes } from "./change-second-factor";
import { countRecoveryCodes } from "./count-recovery-codes";
import { createUser } from "./create-user";
import { findSession, type SignedIn } from "./find-session";
import { confirmTotp } from "./second-factor";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = "a long password";
const next = "mosaic lantern under rye";
let nowMs = 1_800_000_000_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
let userId: string;
let email: string;
let count = 0;
beforeEach(async () => {
  nowMs += 60_000;
  email = `ann${++count}@example.org`;
  const person = { email, name: "Ann", role: "viewer", password, totpSecret: SECRET } as const;
  ({ userId } = await createUser(database.db, person, "cli:test", box));
});

const ctx = () => ({ db: database.db });
async function enter(given = password): Promise<SignedIn> {
  const started = await signIn(ctx(), { email, password: given, userAgent: null });
  const found = started && (await findSession(ctx(), started.token));
  if (!found) throw new Error("the password was not taken");
  return found;
}
const by = (signedIn: SignedIn, current = password) => ({ session: signedIn, current });
const isOpen = async ({ sessionId }: SignedIn) => (await database.db.$count(session, eq(session.id, sessionId))) === 1;
const failuresOf = async ({ sessionId }: SignedIn) =>
  (await database.db.select().from(session).where(eq(session.id, sessionId)))[0]?.failedLogins;
const codeOf = (secret: string) => generate({ secret, epoch: nowMs / 1_000 });
const confirm = (signedIn: SignedIn, code: string) => confirmTotp(ctx(), { session: signedIn, code, nowMs, box });
async function lastDeed() {
  const [row] = await database.db.select().from(auditEvent).orderBy(desc(auditEvent.sequence)).limit(1);
  return row;
}
const told = async () =>
  JSON.stringify(await database.db.select().from(outbox).where(eq(outbox.event, "person.notice")));

test("another password needs the present one, ends the other sessions and leaves this one", async () => {
  const [mine, other] = [await enter(), await enter()];
  const wrong = changePassword(ctx(), { session: mine, current: "another password", next });
  await expect(wrong).rejects.toMatchObject({ code: "not-allowed", message: /not your current password/ });
  expect(await failuresOf(mine)).toBe(1);
  const weak = changePassword(ctx(), { session: mine, current: password, next: "password1234" });
  await expect(weak).rejects.toMatchObject({ code: "bad-input" });

  expect(await changePassword(ctx(), { session: mine, current: password, next })).toEqual({ sessions: 1 });
  expect(await lastDeed()).toMatchObject({ actor: `user:${userId}`, action: "user.change-password" });
  expect(await told()).toContain("user.change-password");
  expect(await isOpen(mine)).toBe(true);
  expect(await isOpen(other)).toBe(false);
  await expect(enter()).rejects.toThrow();
  await enter(next);
});

test("of two changes at once by the same password, one wins", async () => {
  const mine = await enter();
  const change = (to: string) => changePassword(ctx(), { session: mine, current: password, next: to });
  const both = await Promise.allSettled([change(next), change("velvet harbour nine otters")]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  // Whether the other came before or after it, on a busy machine: its password had just changed, or is wrong by then.
  const { code } = both.flatMap((one) => (one.status === "rejected" ? [one.reason] : []))[0];
  expect(["conflict", "not-allowed"]).toContain(code);
});

test("another second factor counts from its first code on, and the old one and its recovery codes end", async () => {
  const [mine, other] = [await enter(), await enter()];
  const old = await renewRecoveryCodes(ctx(), by(mine));
  const { secret, ticket } = await offerSecondFactor(ctx(), by(mine), box);
  const wrong = changeSecondFactor(ctx(), { session: mine, offer: { ticket, code: "000000", nowMs } }, box);
  await expect(wrong).rejects.toMatchObject({ code: "bad-input" });
  const foreign = await offerSecondFactor(ctx(), by(other), box);
  const offer = { ticket: foreign.ticket, code: await codeOf(foreign.secret), nowMs };
  await expect(changeSecondFactor(ctx(), { session: mine, offer }, box)).rejects.toThrow("too old");

  const given = { session: mine, offer: { ticket, code: await codeOf(secret), nowMs } };
  const { recoveryCodes } = await changeSecondFactor(ctx(), given, box);
  expect(await lastDeed()).toMatchObject({ actor: `user:${userId}`, action: "user.change-second-factor" });
  expect(await told()).toContain("user.change-second-factor");
  expect(await isOpen(other)).toBe(false);
  nowMs += 60_000;
  await expect(confirm(mine, await codeOf(SECRET))).rejects.toThrow("Wrong");
  await expect(confirm(mine, old.recoveryCodes[0] ?? "")).rejects.toThrow("Wrong");
  await confirm(mine, await codeOf(secret));
  await confirm(await enter(), recoveryCodes[0] ?? "");
});

test("a new factor and new codes need the present password: whoever has the session alone gets none", async () => {
  const mine = await enter();
  const changes = [
    (current: string) => offerSecondFactor(ctx(), by(mine, current), box),
    (current: string) => renewRecoveryCodes(ctx(), by(mine, current)),
  ];
  for (const change of changes) {
    await expect(change("another password")).rejects.toMatchObject({
      code: "not-allowed",
      message: "This is not your current password.",
    });
  }
  expect(await failuresOf(mine)).toBe(2);
  for (const change of changes) await change(password);
  expect(await failuresOf(mine), "a right one takes back its own try").toBe(2);
  for (let tries = 0; tries < 3; tries++) await expect(changes[0]?.("x")).rejects.toThrow();
  for (const change of changes) await expect(change(password)).rejects.toThrow("Too many wrong tries");
});

test("a recovery code takes the place of a code once, however it is typed, and its use is told", async () => {
  const mine = await enter();
  const { recoveryCodes } = await renewRecoveryCodes(ctx(), by(mine));
  const [code = ""] = recoveryCodes;
  expect(await lastDeed()).toMatchObject({ actor: `user:${userId}`, action: "user.renew-recovery-codes" });
  const both = await Promise.allSettled([confirm(mine, ` ${code.toUpperCase()} `), confirm(await enter(), code)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await countRecoveryCodes(ctx(), userId)).toBe(9);
  const rows = await database.db
    .select()
    .from(auditEvent)
    .where(eq(auditEvent.actor, `user:${userId}`));
  expect(rows.map(({ action }) => action)).toContain("user.recovery-code");
  expect(rows.find(({ action }) => action === "session.confirm")?.details).toMatchObject({ factor: "recovery-code" });
  expect(await told()).toContain("user.recovery-code");
  const { recoveryCodes: newer } = await renewRecoveryCodes(ctx(), by(mine));
  await expect(confirm(await enter(), recoveryCodes[1] ?? "")).rejects.toThrow("Wrong");
  await confirm(await enter(), newer[1]?.replaceAll("-", "") ?? "");
});

test("a session that has ended changes nothing", async () => {
  const mine = await enter();
  const { secret, ticket } = await offerSecondFactor(ctx(), by(mine), box);
  await database.db.delete(session).where(eq(session.id, mine.sessionId));
  const given = { session: mine, offer: { ticket, code: await codeOf(secret), nowMs } };
  await expect(changeSecondFactor(ctx(), given, box)).rejects.toMatchObject({ code: "wrong-state" });
  await expect(renewRecoveryCodes(ctx(), by(mine))).rejects.toMatchObject({ code: "wrong-state" });
});
