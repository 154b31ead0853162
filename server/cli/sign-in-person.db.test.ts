import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { asc, eq } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { auditEvent, session } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { memoryLog } from "@/server/testing/memory-log";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { commandActor } from "./actor";
import { asPerson } from "./sign-in-person";

const box = makeSecretBox(TEST_SECRETS.SEALING_KEY);
const TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const PASSWORD = "a long password";

let database: TestDatabase;
let email: string;
let userId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv("SEALING_KEY", TEST_SECRETS.SEALING_KEY);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.drop();
});
beforeEach(async () => {
  email = `ann-${crypto.randomUUID()}@example.org`;
  const person = { email, name: "Ann", role: "admin", password: PASSWORD, totpSecret: TOTP } as const;
  ({ userId } = await createUser(database.db, person, "cli:test", box));
});

const { log, read, clear } = memoryLog();
// Loaded anew with what is mocked here, and again by the next file: a worker keeps modules (vitest.config.ts).
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock("@/server/logger", () => ({ createLogger: () => log }));
beforeEach(clear);
const securityLog = () => read().filter((line) => line.security === true);

const code = () => generate({ secret: TOTP });
/** Runs with these lines on stdin, and answers what the work did and everything that was printed. */
async function run(lines: readonly string[]) {
  const output = new PassThrough();
  const input = Readable.from(lines.map((line) => `${line}\n`));
  const outcome = asPerson(database.db, "rules", async (person) => person, { input, output });
  const [result] = await Promise.allSettled([outcome]);
  output.end();
  return { result, printed: await text(output) };
}
const sessionsLeft = async () => database.db.select().from(session).where(eq(session.userId, userId));
const deeds = async () =>
  (
    await database.db
      .select({ action: auditEvent.action })
      .from(auditEvent)
      .where(eq(auditEvent.actor, `user:${userId}`))
      .orderBy(asc(auditEvent.sequence))
  ).map(({ action }) => action);

test("a person signs in by three lines, and the session ends with the work", async () => {
  const { result, printed } = await run([email, PASSWORD, await code()]);
  expect(securityLog()).toMatchObject([{ event: "sign-in.complete", person: userId, details: { command: "rules" } }]);
  expect(result).toMatchObject({ status: "fulfilled", value: { userId, role: "admin" } });
  expect(await sessionsLeft()).toEqual([]);
  expect(await deeds()).toEqual(["session.start", "session.confirm", "session.revoke"]);
  expect(printed).not.toContain(PASSWORD);
});

test.each<[string, (right: string) => readonly string[], RegExp]>([
  ["a wrong password", (right) => [email, "another password", right], /Wrong e-mail or password/],
  ["an unknown address", (right) => ["nobody@example.org", PASSWORD, right], /Wrong e-mail or password/],
  ["a wrong code", () => [email, PASSWORD, "000000"], /Wrong or already used code/],
  ["no code", () => [email, PASSWORD], /ended before an answer to "Code of the second factor"/],
  ["nothing", () => [], /ended before an answer to "E-mail"/],
])("%s does no work and leaves no session", async (_what, lines, words) => {
  const { result } = await run(lines(await code()));
  expect(result).toMatchObject({ status: "rejected", reason: { message: expect.stringMatching(words) } });
  expect(await sessionsLeft()).toEqual([]);
});

test("a code counts once: nobody is two people by it", async () => {
  const lines = [email, PASSWORD, await code()];
  expect((await run(lines)).result.status).toBe("fulfilled");
  expect((await run(lines)).result).toMatchObject({ status: "rejected", reason: { message: /already used/ } });
});

test("while it works the person is signed in, and work that fails ends the session too", async () => {
  const input = Readable.from([`${email}\n${PASSWORD}\n${await code()}\n`]);
  const work = asPerson(
    database.db,
    "rules",
    async () => {
      expect(await sessionsLeft()).toMatchObject([{ userId, level: 2, userAgent: "command line: rules" }]);
      throw new Error("it failed");
    },
    { input, output: new PassThrough() },
  );
  await expect(work).rejects.toThrow("it failed");
  expect(await sessionsLeft()).toEqual([]);
});

test("work that is done keeps its answer where the session has ended meanwhile", async () => {
  const input = Readable.from([`${email}\n${PASSWORD}\n${await code()}\n`]);
  const work = async () => {
    await database.db.delete(session);
    return "a link that is shown once";
  };
  const done = asPerson(database.db, "people", work, { input, output: new PassThrough() });
  expect(await done).toBe("a link that is shown once");
});

test.each(["line by line", "all at once, before it is asked"])("typed %s, the password is never shown", async (how) => {
  const output = new PassThrough();
  const input = Object.assign(new PassThrough(), { isTTY: true });
  let printed = "";
  output.on("data", (chunk) => {
    printed += chunk;
  });
  const outcome = asPerson(database.db, "rules", async ({ name }) => name, { input, output });
  const [first, ...rest] = [email, PASSWORD, await code()].map((line) => `${line}\r`);
  if (how === "line by line") {
    input.write(first);
    await vi.waitUntil(() => printed.includes("Password"));
    for (const line of rest) input.write(line);
  } else input.write([first, ...rest].join(""));
  expect(await outcome).toBe("Ann");
  expect(printed).toContain(email);
  expect(printed).not.toContain(PASSWORD);
});

test("a wrong password and a wrong code stand in the security log, with the machine's user", async () => {
  await run([email, "a wrong password"]);
  await run([email, PASSWORD, "abcdef"]);
  await run(["nobody@example.org", PASSWORD]);
  const failed = { event: "sign-in.failed", details: { command: "rules", user: commandActor() } };
  expect(securityLog()).toMatchObject([{ ...failed, person: userId }, { ...failed, person: userId }, failed]);
});
