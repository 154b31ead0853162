import { eq, sql } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditEvent, knownDevice, outbox, personRequest, recoveryCode, totpSecret, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Role } from "@/server/domain/people/roles";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { addLastingPerson } from "@/server/testing/services/add-lasting-person";
import { acceptLink } from "./accept-link";
import { type AskedChange, type Asker, askChange, type ChangeAnswer } from "./ask-change";
import { disable } from "./disable";
import { enable } from "./enable";
import { invite } from "./invite";
import { listPeople } from "./list-people";
import { listRequests } from "./list-requests";
import { openLink } from "./open-link";
import { makeSecretBox } from "./secret-box";
import { withdrawRequest } from "./withdraw-request";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const NOW_MS = 1_800_000_000_000;
const KEY = "ab".repeat(32);
const ASKED = { kind: "asked", aloneFromMs: expect.any(Number) };
const FACTOR: AskedChange["wish"] = { what: "second-factor", role: null };
const PASSWORD: AskedChange["wish"] = { what: "password", role: null };
const BOTH: AskedChange["wish"] = { what: "both", role: null };

let database: TestDatabase;
let ids: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.delete(user);
  await database.db.delete(outbox);
  ids = {};
});

const emailOf = (name: string) => `${name}@example.org`;
/** Somebody who came a day ago, or now. */
async function add(name: string, role: Role = "admin", hoursAgo = 25) {
  const person = { email: emailOf(name), name, role, password: "a long password", totpSecret: SECRET };
  ids[name] = await addLastingPerson(database.db, person, hoursAgo);
}
const by = (name: string) => {
  const asker: Asker = name === "owner" ? "owner" : { userId: ids[name] ?? "" };
  return { asker, actor: name === "owner" ? ("cli:root" as const) : (`user:${ids[name]}` as const) };
};
const ask = (about: string, wish: AskedChange["wish"], who: string) =>
  askChange(database.db, { email: emailOf(about), wish, ...by(who) });
const inviteBy = (name: string, role: Role, who: string) =>
  invite(database.db, { email: emailOf(name), name, role, ...by(who) });
const rowOf = async (name: string) =>
  (
    await database.db
      .select()
      .from(user)
      .where(eq(user.email, emailOf(name)))
  )[0];
const dayLater = () =>
  database.db.update(personRequest).set({ writtenAt: sql`${personRequest.writtenAt} - interval '24 hours'` });
const told = async (name: string) =>
  (await database.db.select().from(outbox)).flatMap(({ payload }) => {
    const { person, what, about } = payload as Record<string, string>;
    return person === ids[name] && about !== undefined ? [`${what} ${about === ids.ann ? "ann" : about}`] : [];
  });

async function accept(answer: ChangeAnswer, password = "mosaic lantern under rye", secret = SECRET) {
  const token = (answer.kind === "done" && answer.link?.token) || "";
  const { factor } = await openLink(database, token, box);
  const code = await generate({ secret: factor?.secret ?? secret, epoch: NOW_MS / 1_000 });
  return acceptLink(database, { token, password, code, ticket: factor?.ticket ?? null, nowMs: NOW_MS }, box);
}

test("one administrator who has the server as well does not become another within a day", async () => {
  for (const name of ["ann", "mallory", "cid", "dan"]) await add(name);
  for (const name of ["cid", "dan"]) await disable(database.db, emailOf(name), "cli:root");
  for (const wish of [FACTOR, PASSWORD, BOTH]) {
    expect(await ask("ann", wish, "owner")).toEqual(ASKED);
    expect(await ask("ann", wish, "mallory")).toEqual(ASKED);
    await expect(ask("ann", wish, "owner")).rejects.toMatchObject({ code: "conflict" });
  }
  await expect(inviteBy("ann", "admin", "owner")).rejects.toThrow("has an account already");
  expect(await inviteBy("puppet", "admin", "mallory")).toMatchObject(ASKED);
  for (const name of ["cid", "dan"]) await enable(database.db, emailOf(name), "cli:root");
  await expect(ask("ann", BOTH, "cid"), "who was enabled just now").rejects.toMatchObject({ code: "conflict" });
  expect(await rowOf("ann")).toMatchObject({ passwordHash: expect.any(String) });
});

test("an account that came to somebody within a day is not one of two, whoever of them asks first", async () => {
  await add("ann");
  await add("ben");
  await add("new", "admin", 23);
  await add("carl", "viewer");
  expect(await ask("carl", FACTOR, "new")).toEqual(ASKED);
  expect(await ask("carl", FACTOR, "ann")).toEqual(ASKED);
  await expect(ask("carl", FACTOR, "new")).rejects.toMatchObject({ code: "conflict" });
  expect(await ask("carl", FACTOR, "ben")).toMatchObject({ kind: "done" });
  await accept(
    await ask("ben", BOTH, "ann")
      .then(dayLater)
      .then(() => ask("ben", BOTH, "ann")),
  );
  await ask("carl", FACTOR, "ann");
  await expect(ask("carl", FACTOR, "ben"), "who was reset").rejects.toMatchObject({ code: "conflict" });
});

test.each(["admin", "approver"] as const)("inviting an %s takes two once there is an administrator", async (role) => {
  expect(await inviteBy("first", "admin", "owner")).toMatchObject({ kind: "done" });
  expect(await inviteBy("second", role, "owner"), "nobody has accepted yet").toMatchObject({ kind: "done" });
  for (const name of ["ann", "ben"]) await add(name);
  expect(await inviteBy("third", "operator", "owner"), "no one of two").toMatchObject({ kind: "done" });
  expect(await inviteBy("third", role, "ann")).toMatchObject(ASKED);
  expect(await rowOf("third"), "the first link makes no one of two").toMatchObject({ role: "operator" });
  const invited = await inviteBy("third", role, "ben");
  expect(await rowOf("third")).toMatchObject({ role });
  await accept(invited);
  for (const who of ["owner", "ann"]) {
    await expect(inviteBy("third", "viewer", who)).rejects.toMatchObject({ code: "conflict" });
  }
});

test("who lost phone and password gets one link for both, and enrols their key again", async () => {
  for (const name of ["ann", "ben", "carl"]) await add(name);
  await database.db.update(user).set({ approverKey: KEY, encryptedKey: "{}" }).where(eq(user.name, "carl"));
  await ask("carl", BOTH, "ann");
  const done = await ask("carl", BOTH, "ben");
  expect(await rowOf("carl")).toMatchObject({ passwordHash: null, approverKey: null, encryptedKey: null });
  expect((await listPeople(database.db)).find(({ name }) => name === "carl")).toMatchObject({ state: "being-reset" });
  await expect(inviteBy("carl", "admin", "owner")).rejects.toThrow("has an account already");
  const { recoveryCodes } = await accept(done);
  expect(recoveryCodes).toHaveLength(10);
  expect(await rowOf("carl")).toMatchObject({ passwordHash: expect.any(String), approverKey: null });
});

test.each([
  ["the password and then the phone", PASSWORD, FACTOR],
  ["the phone and then the password", FACTOR, PASSWORD],
])("who lost %s has a link that works too", async (_what, first, second) => {
  for (const name of ["ann", "ben", "carl"]) await add(name);
  await database.db.update(user).set({ approverKey: KEY }).where(eq(user.name, "carl"));
  await database.db.insert(knownDevice).values({ userId: ids.carl ?? "", tokenHash: "cd".repeat(32) });
  await ask("carl", first, "ann");
  await ask("carl", first, "ben");
  expect(await database.db.$count(knownDevice), "a thief's browser is known no more").toBe(0);
  expect(await rowOf("carl"), "the other one stays needed").toMatchObject({ approverKey: KEY });
  await ask("carl", second, "ann");
  const done = await ask("carl", second, "ben");
  expect(await rowOf("carl")).toMatchObject({ approverKey: null });
  await accept(done);
  expect(await database.db.$count(totpSecret, eq(totpSecret.userId, ids.carl ?? ""))).toBe(1);
  expect(await database.db.$count(recoveryCode)).toBe(10);
});

test("every administrator who can sign in is told of each step, and can take it back as one, as can the person", async () => {
  for (const name of ["ann", "ben", "cid"]) await add(name);
  await add("carl", "operator");
  await disable(database.db, emailOf("cid"), "cli:root");
  await database.db.delete(outbox);
  await ask("ann", FACTOR, "owner");
  expect(await told("ben")).toEqual(["user.ask ann"]);
  expect([await told("cid"), await told("carl"), await told("ann")]).toEqual([[], [], []]);
  const open = [{ name: "ann", what: "second-factor", by: null, mayAlone: false, aloneFromMs: expect.any(Number) }];
  const seenBy = (name: string, role: Role) => listRequests(database.db, { id: ids[name] ?? "", role });
  expect(await seenBy("ben", "admin")).toMatchObject(open);
  expect(await seenBy("carl", "operator")).toEqual([]);
  const withdraw = (about: string, who: string) => withdrawRequest(database.db, { email: emailOf(about), ...by(who) });
  for (const name of ["ann", "nobody"]) {
    await expect(withdraw(name, "carl"), name).rejects.toMatchObject({ code: "not-allowed" });
  }
  await withdraw("ann", "ben");
  expect(await seenBy("ben", "admin")).toEqual([]);
  await ask("carl", BOTH, "ben");
  expect(await seenBy("carl", "operator")).toMatchObject([{ what: "both", by: "ben" }]);
  await withdraw("carl", "carl");
  expect(await database.db.$count(personRequest)).toBe(0);
  expect(await database.db.$count(auditEvent, eq(auditEvent.action, "user.withdraw"))).toBeGreaterThanOrEqual(2);
});

test("what nobody wants any more, or somebody asked who may not, is not shown as open", async () => {
  for (const name of ["ann", "ben", "cid"]) await add(name);
  await ask("ann", FACTOR, "ben");
  await disable(database.db, emailOf("ben"), "cli:root");
  expect(await listRequests(database.db, { id: ids.cid ?? "", role: "admin" })).toEqual([]);
  await ask("ann", FACTOR, "owner");
  for (let day = 0; day < 3; day++) await dayLater();
  expect(await listRequests(database.db, { id: ids.cid ?? "", role: "admin" })).toEqual([]);
});
