import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { session, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { addLastingPerson } from "@/server/testing/services/add-lasting-person";
import { askChange } from "./ask-change";
import { changePassword } from "./change-password";
import { disable } from "./disable";
import { findSession } from "./find-session";
import { inTurn, MOST_AT_ONCE } from "./password-turns";
import { makeSecretBox } from "./secret-box";
import { signIn } from "./sign-in";

const _box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const password = "a long password";

let database: TestDatabase;
let ids: Record<"ann" | "ben" | "carl", string>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(user);
  ids = { ann: await add("ann"), ben: await add("ben"), carl: await add("carl") };
});

/** Somebody who has been here for more than a day. */
const add = async (name: string) => {
  const person = { email: emailOf(name), name, role: "admin", password, totpSecret } as const;
  return addLastingPerson(database.db, person);
};
const emailOf = (name: string) => `${name}@example.org`;
const enter = () => signIn(database, { email: emailOf("carl"), password, userAgent: null });
const askedBy = (userId: string) =>
  askChange(database.db, {
    email: emailOf("carl"),
    wish: { what: "password", role: null },
    asker: { userId },
    actor: `user:${userId}`,
  });
const sessionsOfCarl = () => database.db.$count(session, eq(session.userId, ids.carl));
const failuresOfCarl = async () => {
  const [row] = await database.db.select().from(user).where(eq(user.id, ids.carl));
  return row?.failedLogins;
};

/** What has read the account and waits for its turn, while `meanwhile` runs. Answers what became of it. */
async function onItsWay<T>(work: () => Promise<T>, meanwhile: () => Promise<unknown>): Promise<T> {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held = Array.from({ length: MOST_AT_ONCE }, () => inTurn(() => gate));
  const before = (await failuresOfCarl()) ?? 0;
  const answer = work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  // It is counted before it waits.
  for (let tries = 0; tries < 200 && (await failuresOfCarl()) === before; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await meanwhile();
  open();
  await Promise.all(held);
  const result = await answer;
  if ("error" in result) throw result.error;
  return result.value;
}

test("a sign-in that waits for its turn while two set the password anew is none, and counts as wrong", async () => {
  await askedBy(ids.ann);
  expect(await onItsWay(enter, () => askedBy(ids.ben))).toBeNull();
  expect(await sessionsOfCarl()).toBe(0);
  expect(await failuresOfCarl()).toBe(1);
});

test("nor is one of the password before, nor one of somebody who was disabled", async () => {
  const newer = { passwordHash: "$argon2id$another" };
  const changed = () => database.db.update(user).set(newer).where(eq(user.id, ids.carl));
  expect(await onItsWay(enter, changed)).toBeNull();
  await database.db.delete(user);
  ids = { ann: await add("ann"), ben: await add("ben"), carl: await add("carl") };
  expect(await onItsWay(enter, () => disable(database.db, emailOf("carl"), "cli:test"))).toBeNull();
  expect(await sessionsOfCarl()).toBe(0);
});

test("a new password whose session was ended meanwhile is not taken", async () => {
  const mine = await findSession(database, (await enter())?.token ?? "");
  if (!mine) throw new Error("the password was not taken");
  const change = { session: mine, current: password, next: "mosaic lantern under rye" };
  // By whoever is at this session, though it was ended because of them.
  await database.db.delete(session).where(eq(session.id, mine.sessionId));
  await expect(changePassword(database, change)).rejects.toMatchObject({ code: "wrong-state" });
  expect(await enter()).not.toBeNull();
});

test("a sign-in that nothing came in between of is one, also many at once", async () => {
  expect(await Promise.all([enter(), enter(), enter()])).not.toContain(null);
  expect(await failuresOfCarl()).toBe(0);
});
