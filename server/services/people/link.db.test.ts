import { eq, sql } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditEvent, invitation, recoveryCode, session, totpSecret, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { inviteByOwner as invite } from "@/server/testing/services/invite-by-owner";
import { acceptLink } from "./accept-link";
import { disable } from "./disable";
import { findSession } from "./find-session";
import { openLink } from "./open-link";
import { confirmTotp } from "./second-factor";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const NOW_MS = 1_800_000_000_000;
const password = "mosaic lantern under rye";
const ann = { email: "ann@example.org", name: "Ann", role: "admin" } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
let token: string;
let userId: string;
beforeEach(async () => {
  await database.db.delete(user);
  ({ token, userId } = await invite(database.db, ann, "cli:test"));
});

const ctx = () => ({ db: database.db });
const codeOf = (secret: string, ms = NOW_MS) => generate({ secret, epoch: ms / 1_000 });
/** Fills in the page as it should be, but for `change`. */
async function accept(change: Partial<Parameters<typeof acceptLink>[1]> = {}) {
  const { factor } = await openLink(ctx(), token, box);
  if (!factor) throw new Error("the link offers no factor");
  const code = await codeOf(factor.secret);
  const given = { token, password, code, ticket: factor.ticket, nowMs: NOW_MS, ...change };
  return { ...(await acceptLink(ctx(), given, box)), secret: factor.secret };
}
const linkRow = async () => (await database.db.select().from(invitation))[0];
async function nothingIsStored() {
  expect(await database.db.select().from(user)).toMatchObject([{ passwordHash: null }]);
  expect(await database.db.$count(totpSecret)).toBe(0);
  expect(await database.db.$count(recoveryCode)).toBe(0);
  expect((await linkRow())?.usedAt).toBeNull();
}

test("password, second factor and ten recovery codes are set in one sitting, and then the person signs in", async () => {
  expect(await openLink(ctx(), token, box)).toMatchObject({ name: "Ann", email: "ann@example.org", sets: "both" });
  await nothingIsStored();
  const { recoveryCodes, secret } = await accept();
  expect(new Set(recoveryCodes).size).toBe(10);
  // 28 of 32 letters are 140 bits.
  for (const code of recoveryCodes ?? []) expect(code).toMatch(/^([a-km-np-z2-9]{4}-){6}[a-km-np-z2-9]{4}$/);
  expect(await database.db.$count(session), "who has the link is not signed in by it").toBe(0);
  const kept = JSON.stringify([await database.db.select().from(recoveryCode), await linkRow()]);
  for (const code of [...(recoveryCodes ?? []), token]) expect(kept).not.toContain(code);

  const [deed] = await database.db.select().from(auditEvent).where(eq(auditEvent.action, "user.accept-link"));
  expect(deed).toMatchObject({ actor: `user:${userId}`, subject: `user:${userId}`, details: { sets: "both" } });
  const started = await signIn(ctx(), { email: ann.email, password, userAgent: null });
  const signedIn = await findSession(ctx(), started?.token ?? "");
  if (!signedIn) throw new Error("the password was not taken");
  const used = confirmTotp(ctx(), { session: signedIn, code: await codeOf(secret), nowMs: NOW_MS, box });
  await expect(used, "the code that confirmed the factor").rejects.toThrow("already used");
  const later = NOW_MS + 30_000;
  await confirmTotp(ctx(), { session: signedIn, code: await codeOf(secret, later), nowMs: later, box });
});

test.each<[string, Partial<Parameters<typeof acceptLink>[1]>, string]>([
  ["a wrong code", { code: "000000" }, "Wrong code"],
  ["a recovery code, of which there are none yet", { code: "aaaa-bbbb-cccc-dddd-eeee-ffff-gggg" }, "Wrong code"],
  ["no ticket", { ticket: null }, "too old"],
  ["a ticket that is none", { ticket: "v1.a.b" }, "too old"],
  ["a short password", { password: "short" }, "12 to 200 characters"],
  ["a common password", { password: "password1234" }, "easy to guess"],
  ["a row of keys", { password: "qwertyuiop12" }, "easy to guess"],
  ["their own address", { password: "ann@example.org" }, "easy to guess"],
])("%s stores nothing and leaves the link as it was", async (_what, change, words) => {
  await expect(accept(change)).rejects.toThrow(words);
  await nothingIsStored();
  await accept();
});

test("a factor that another link offered does not count, nor one that this link showed to somebody before", async () => {
  const other = await invite(database.db, { ...ann, email: "eve@example.org" }, "cli:test");
  const { factor } = await openLink(ctx(), other.token, box);
  const code = await codeOf(factor?.secret ?? "");
  await expect(accept({ ticket: factor?.ticket ?? null, code })).rejects.toThrow("too old");
  const before = await openLink(ctx(), token, box);
  const { secret } = await accept();
  expect(secret).not.toBe(before.factor?.secret);
});

test("a link works once, of two at the same time too, and each end of it has its own sentence", async () => {
  const both = await Promise.allSettled([accept(), accept()]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await database.db.$count(recoveryCode)).toBe(10);
  await expect(openLink(ctx(), token, box)).rejects.toMatchObject({ code: "conflict", message: /was used already/ });
  for (const unknown of ["", "x", "a".repeat(43), "' or 1=1", "\u0000"]) {
    await expect(openLink(ctx(), unknown, box)).rejects.toMatchObject({ code: "not-found" });
  }
});

test("an expired link, one that a newer one replaced, and one of a disabled person do nothing", async () => {
  await database.db.update(invitation).set({ expiresAt: sql`now() - interval '1 second'` });
  await expect(accept()).rejects.toMatchObject({ code: "wrong-state", message: /has expired/ });
  const newer = await invite(database.db, ann, "cli:test");
  await expect(accept()).rejects.toMatchObject({ code: "not-found", message: /a newer one took its place/ });
  token = newer.token;
  await openLink(ctx(), token, box);
  await disable(database.db, ann.email, "cli:test");
  await expect(accept()).rejects.toMatchObject({ code: "not-found" });
  await nothingIsStoredButDisabled();
});

async function nothingIsStoredButDisabled() {
  expect(await database.db.select().from(user)).toMatchObject([{ passwordHash: null, disabled: true }]);
  expect(await database.db.$count(session)).toBe(0);
}
