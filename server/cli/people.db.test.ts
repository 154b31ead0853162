import { userInfo } from "node:os";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditEvent, invitation } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { runCli } from "@/server/testing/cli/run-cli";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function people(args: readonly string[], variables: Record<string, string> = {}) {
  const given = { DATABASE_URL: database.url, NEXTAUTH_URL: "https://prizes.example.org/", ...variables };
  const { code, stdout, stderr } = await runCli("server/cli/people.ts", args, given);
  const last = stdout.trim().split("\n").at(-1) ?? "";
  return { code, result: last ? JSON.parse(last) : null, words: stderr };
}
const ann = ["--email", "ann@example.org"];
const invited = ["invite", ...ann, "--name", "Ann", "--role", "admin"];

test("a new installation gets its first administrator, and the machine's user stands in the audit log", async () => {
  expect((await people(["list"])).words).toContain("Nobody yet");
  const { code, result, words } = await people(invited);
  expect(code).toBe(0);
  expect(result).toEqual({ ok: true, link: expect.any(String), expires: expect.any(String) });
  expect(result.link).toMatch(/^https:\/\/prizes\.example\.org\/admin\/invitation#[A-Za-z0-9_-]{43}$/);
  expect(words).toContain(result.link);
  const [row] = await database.db.select().from(auditEvent).where(eq(auditEvent.action, "user.invite"));
  expect(row?.actor).toBe(`cli:${userInfo().username}`);
  expect((await people(["list"])).words).toMatch(/^Ann <ann@example.org>, admin: invited, and has not accepted; link/m);
}, 100_000);

test("what it cannot do has exit code 1 and a sentence; a wrong call has 2, and does nothing", async () => {
  const before = await database.db.$count(invitation);
  const unknown = await people(["disable", "--email", "nobody@example.org"]);
  expect(unknown).toMatchObject({ code: 1, result: null, words: expect.stringContaining("nobody has the e-mail") });
  for (const [args, words] of [
    [["invite", ...ann], "invite needs --name"],
    [[...invited.slice(0, -1), "boss"], `"boss" is not a role`],
    [["list", ...ann], "list takes no --email"],
    [["constructor"], "Unknown command"],
    [["disable", ...ann, "now"], "Unknown command"],
  ] as const) {
    expect(await people(args), args.join(" ")).toMatchObject({ code: 2, words: expect.stringContaining(words) });
  }
  expect(await people(invited, { NEXTAUTH_URL: "" })).toMatchObject({
    code: 2,
    words: expect.stringContaining("NEXTAUTH_URL"),
  });
  expect(await database.db.$count(invitation)).toBe(before);
}, 100_000);
