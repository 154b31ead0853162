import { eq } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { invitation, session, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { addLastingPerson } from "@/server/testing/services/add-lasting-person";
import { acceptLink } from "./accept-link";
import { type AskedChange, askChange } from "./ask-change";
import { changePassword } from "./change-password";
import { findSession } from "./find-session";
import { FREE_TRIES } from "./internal/sign-in-tries";
import { invite } from "./invite";
import { openLink } from "./open-link";
import { confirmTotp } from "./second-factor";
import { makeSecretBox } from "./secret-box";
import { COMMAND_LINE, signIn } from "./sign-in";
import { unlock } from "./unlock";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const NOW_MS = 1_800_000_000_000;
const password = "a long password";
const next = "mosaic lantern under rye";
const email = "carl@example.org";
const TOO_MANY = { code: "not-allowed", message: /Too many wrong/ };

let database: TestDatabase;
let carl: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(user);
  carl = await add("carl");
});

/** Somebody who has been here for more than a day. */
async function add(name: string): Promise<string> {
  const person = { email: `${name}@example.org`, name, role: "admin", password, totpSecret: SECRET } as const;
  return addLastingPerson(database.db, person);
}
type Device = Parameters<typeof signIn>[1]["device"];
const start = (device: Device = null, given = password) =>
  signIn(database, { email, password: given, userAgent: null, device });
async function enter(device: Device = null) {
  const found = await findSession(database, (await start(device))?.token ?? "");
  if (!found) throw new Error("the password was not taken");
  return found;
}
const codeOf = (secret = SECRET, ms = NOW_MS) => generate({ secret, epoch: ms / 1_000 });
/** Somebody who knows the e-mail, and tries at each expiry of the wait. */
async function strangersTry() {
  for (let tries = 0; tries <= FREE_TRIES; tries++) await start(null, "wrong wrong wrong");
  expect(await start(), "whoever has nothing but the password waits").toBeNull();
}
async function resetByTwo(what: "password" | "second-factor"): Promise<string> {
  const wish: AskedChange["wish"] = { what, role: null };
  const by = (userId: string) => askChange(database.db, { email, wish, asker: { userId }, actor: `user:${userId}` });
  await by(await add("ann"));
  const done = await by(await add("ben"));
  return (done.kind === "done" && done.link?.token) || "";
}
const failuresOf = async (table: typeof user | typeof session | typeof invitation) => {
  const [row] = await database.db.select({ failures: table.failedLogins }).from(table);
  return row?.failures;
};

test("a session's change of the password and step-up go on while strangers try, and count by themselves", async () => {
  const mine = await enter();
  await confirmTotp(database, { session: mine, code: await codeOf(), nowMs: NOW_MS, box, device: null });
  await strangersTry();
  const full = { ...mine, level: 2 } as const;
  const later = NOW_MS + 30_000;
  await confirmTotp(database, { session: full, code: await codeOf(SECRET, later), nowMs: later, box });
  const change = (current: string) => changePassword(database, { session: full, current, next });
  for (let tries = 0; tries < FREE_TRIES; tries++) {
    await expect(change("wrong wrong wrong")).rejects.toThrow("not your current password");
  }
  await expect(change(password)).rejects.toMatchObject(TOO_MANY);
  expect(await failuresOf(session)).toBe(FREE_TRIES);
  await unlock(database.db, email, "cli:test");
  expect(await change(password)).toEqual({ sessions: 0 });
  expect(await start(null, next)).not.toBeNull();
});

test("a new password that is refused, or for which there is no room, is no wrong try", async () => {
  const mine = await enter();
  const weak = changePassword(database, { session: mine, current: password, next: "password1234" });
  await expect(weak).rejects.toMatchObject({ code: "bad-input" });
  expect(await failuresOf(session)).toBe(0);
});

test.each(["password", "second-factor"] as const)(
  "a link that sets the %s anew goes on while strangers try, and counts by itself",
  async (what) => {
    const token = await resetByTwo(what);
    await strangersTry();
    const accept = async (right: boolean) => {
      const { factor } = await openLink(database, token, box);
      const code = right || factor ? await codeOf(factor?.secret) : "000000";
      const given = { token, code, ticket: factor?.ticket ?? null, nowMs: NOW_MS };
      const present = right ? password : "wrong wrong wrong";
      return acceptLink(database, { ...given, password: what === "password" ? next : present }, box);
    };
    for (let tries = 0; tries < FREE_TRIES; tries++) await expect(accept(false)).rejects.toThrow("Nothing was changed");
    await expect(accept(true)).rejects.toMatchObject(TOO_MANY);
    expect(await failuresOf(invitation)).toBe(FREE_TRIES);
    await unlock(database.db, email, "cli:test");
    await accept(true);
  },
);

test("who has accepted a link signs in on that browser, however often strangers try", async () => {
  await database.db.delete(user);
  const asked = { email, name: "Carl", role: "viewer", asker: "owner", actor: "cli:test" } as const;
  const { userId, ...invited } = await invite(database.db, asked);
  const token = (invited.kind === "done" && invited.link?.token) || "";
  const { factor } = await openLink(database, token, box);
  const given = { token, password: next, code: await codeOf(factor?.secret), nowMs: NOW_MS };
  const { device } = await acceptLink(database, { ...given, ticket: factor?.ticket ?? null, device: null }, box);
  for (let tries = 0; tries <= FREE_TRIES; tries++) await start(null, "wrong wrong wrong");
  expect(await start(null, next)).toBeNull();
  expect(await start(device, next)).toMatchObject({ userId });
});

test("the server's command line goes on, and counts by itself", async () => {
  await strangersTry();
  const mine = await enter(COMMAND_LINE);
  const given = { session: mine, code: await codeOf(), nowMs: NOW_MS, box };
  expect((await confirmTotp(database, { ...given, device: COMMAND_LINE })).device).toBeNull();
  for (let tries = 0; tries < FREE_TRIES; tries++) await start(COMMAND_LINE, "wrong wrong wrong");
  expect(await start(COMMAND_LINE)).toBeNull();
  await database.db.update(user).set({ failedLogins: 0, lockedUntil: null }).where(eq(user.id, carl));
  expect(await start()).not.toBeNull();
});

test("no cookie says that it is the command line", async () => {
  await enter(COMMAND_LINE);
  await strangersTry();
  for (const made of ["command line", String(COMMAND_LINE), COMMAND_LINE.description ?? ""]) {
    expect(await start(made)).toBeNull();
  }
});
