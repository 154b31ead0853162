import { userInfo } from "node:os";
import { and, eq, ne, sql } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEvent, invitation, user } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { runCli } from "@/server/testing/cli/run-cli";
import { TEST_SECRETS, testSecret } from "@/server/testing/secrets";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function people(args: readonly string[], variables: Record<string, string> = {}, input = "") {
  const { AUDIT_KEY } = TEST_SECRETS;
  const given = { DATABASE_URL: database.url, NEXTAUTH_URL: "https://prizes.example.org/", AUDIT_KEY, ...variables };
  const { code, stdout, stderr } = await runCli("server/cli/people.ts", args, given, input);
  const last = stdout.trim().split("\n").at(-1) ?? "";
  return { code, result: last ? JSON.parse(last) : null, words: stderr };
}
const ann = ["--email", "ann@example.org"];
const invited = ["invite", ...ann, "--name", "Ann", "--role", "admin"];

test("a new installation gets its first administrator, and the machine's user stands in the audit log", async () => {
  expect((await people(["list"])).words).toContain("Nobody yet");
  const { code, result, words } = await people(invited);
  expect(code).toBe(0);
  expect(result).toEqual({ ok: true, kind: "done", link: expect.any(String), expires: expect.any(String) });
  expect(result.link).toMatch(/^https:\/\/prizes\.example\.org\/admin\/invitation#[A-Za-z0-9_-]{43}$/);
  expect(words).toContain(result.link);
  const [row] = await database.db.select().from(auditEvent).where(eq(auditEvent.action, "user.invite"));
  expect(row?.actor).toBe(`cli:${userInfo().username}`);
  expect((await people(["list"])).words).toMatch(/^Ann <ann@example.org>, admin: invited, and has not accepted; link/m);
}, 100_000);

test("looking changes nothing: a database without tables stays so, and needs no key", async () => {
  const empty = await createTestDatabase({ empty: true });
  const listed = await people(["list"], { DATABASE_URL: empty.url, AUDIT_KEY: "" });
  expect(listed).toMatchObject({ code: 1, words: expect.stringContaining("was left as it is") });
  const [tables] = await empty.db.execute(sql`select count(*)::int as n from pg_tables where schemaname = 'public'`);
  expect(tables).toEqual({ n: 0 });
  await empty.drop();
}, 100_000);

test("what it cannot do has exit code 1 and a sentence; a wrong call has 2, and does nothing", async () => {
  const before = await database.db.$count(invitation);
  const unknown = await people(["disable", "--email", "nobody@example.org"]);
  expect(unknown).toMatchObject({ code: 1, result: null, words: expect.stringContaining("nobody has the e-mail") });
  for (const [args, words] of [
    [["invite", ...ann], "invite needs --name"],
    [[...invited.slice(0, -1), "boss"], "is not a role"],
    [["list", ...ann], "list takes no --email"],
    [["constructor"], "There is no command"],
    [["disable", ...ann, "now"], "There is no command"],
  ] as const) {
    expect(await people(args), args.join(" ")).toMatchObject({ code: 2, words: expect.stringContaining(words) });
  }
  expect(await people(invited, { NEXTAUTH_URL: "" })).toMatchObject({
    code: 2,
    words: expect.stringContaining("NEXTAUTH_URL"),
  });
  expect(await database.db.$count(invitation)).toBe(before);
}, 100_000);

test("each other command does its deed on the person that is named, as the machine's user", async () => {
  const { db } = database;
  const fred = { email: "fred@example.org", name: "Fred", role: "viewer", password: "a long password" } as const;
  const { userId } = await createUser(db, fred, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  const deeds = [
    ["disable", "user.disable"],
    ["enable", "user.enable"],
    ["unlock", "user.unlock"],
    ["end-sessions", "user.end-sessions"],
    ["reset-password", "user.ask"],
    ["withdraw", "user.withdraw"],
    ["reset-both", "user.ask"],
  ] as const;
  for (const [verb] of deeds) {
    const how = verb.startsWith("reset") ? ["--alone"] : [];
    expect(await people([verb, "--email", fred.email, ...how]), verb).toMatchObject({ code: 0, result: { ok: true } });
  }
  const about = and(eq(auditEvent.subject, `user:${userId}`), ne(auditEvent.actor, "cli:test"));
  const rows = await db.select().from(auditEvent).where(about).orderBy(auditEvent.sequence);
  const actor = `cli:${userInfo().username}`;
  expect(rows.map((row) => [row.action, row.actor])).toEqual(deeds.map(([, action]) => [action, actor]));
});

test("two administrators set a second factor anew by the same command, and the sealing key is rotated", async () => {
  const { db } = database;
  const SEALING_KEY_OLD = testSecret("before");
  const variables = { SEALING_KEY: TEST_SECRETS.SEALING_KEY, SEALING_KEY_OLD };
  const password = "a long password";
  const secrets = { ben: "KRSXG5BAKRSXG5BAKRSXG5BAKRSXG5BA", carl: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" };
  const box = makeSecretBox(SEALING_KEY_OLD);
  for (const name of ["ben", "carl"] as const) {
    const person = { email: `${name}@example.org`, name, role: "admin", password, totpSecret: secrets[name] } as const;
    await createUser(db, person, "cli:test", box);
  }
  await createUser(db, { email: "dora@example.org", name: "Dora", role: "viewer", password }, "cli:test", box);
  const reset = ["reset-second-factor", "--email", "dora@example.org"];
  const as = async (name: "ben" | "carl") =>
    people(reset, variables, `${name}@example.org\n${password}\n${await generate({ secret: secrets[name] })}\n`);
  await db.update(user).set({ enrolledAt: sql`now() - interval '25 hours'` });
  const alone = await people([...reset, "--alone"], variables);
  expect(alone).toMatchObject({ code: 0, result: { ok: true, kind: "asked", aloneFrom: expect.any(String) } });
  expect(alone.words).toContain("Every administrator sees it on the console's overview");
  expect((await people([...reset, "--alone"], variables)).words).toContain("run it again from");
  expect(await as("ben")).toMatchObject({ code: 0, result: { ok: true, kind: "asked" } });
  expect((await people(["list"])).words).toContain("a new second factor is asked for");
  const puppet = ["invite", "--email", "eve@example.org", "--name", "Eve", "--role", "admin"];
  expect((await people(puppet, variables)).words, "nobody signs in").toContain('before an answer to "E-mail"');
  expect(await people([...puppet, "--alone"], variables)).toMatchObject({ code: 0, result: { kind: "asked" } });
  const done = await as("carl");
  expect(done).toMatchObject({ code: 0, result: { ok: true, kind: "done", link: expect.stringContaining("#") } });
  expect(done.words).not.toContain(password);

  const resealed = await people(["reseal"], variables);
  expect(resealed).toMatchObject({ code: 0, result: { ok: true, resealed: 2, present: 0, lost: [] } });
  expect(resealed.words).toContain("SEALING_KEY_OLD may go");
  // A script that goes on after this drops the key that would have opened them.
  const lost = await people(["reseal"], { ...variables, SEALING_KEY: testSecret("a third"), SEALING_KEY_OLD: "" });
  expect(lost).toMatchObject({ code: 1, result: { ok: false, resealed: 0, lost: { length: 2 } } });
}, 200_000);
