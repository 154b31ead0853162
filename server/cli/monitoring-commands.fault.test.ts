import { userInfo } from "node:os";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { auditEvent, chainHold, ownTransaction, probe, upkeep } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { VISITED_DOORS } from "@/server/domain/metrics/visit";
import { cliPeople } from "@/server/testing/cli/cli-people";
import { runCli } from "@/server/testing/cli/run-cli";
import { startVisitedSite } from "@/server/testing/metrics/visited-site";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { startWorld, type World } from "@/server/testing/services/world";

/* What runbooks have an operator type, as it is typed, with what may be typed wrongly. */

let world: World;
let command: Awaited<ReturnType<typeof cliPeople>>;
beforeAll(async () => {
  world = await startWorld();
  command = await cliPeople(world, "approver");
});
afterAll(() => world.stop());

const ME = `cli:${userInfo().username}`;
const AWAY = { DATABASE_URL: "postgres://postgres@127.0.0.1:1/nothing", AUDIT_KEY: TEST_SECRETS.AUDIT_KEY };
const rowsOf = (action: string) => world.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, action));

const TX = "ab".repeat(32);
const WHY = ["--reason", "Carl moved collateral by his wallet."];

test("a person says once that a transaction was theirs, and it stands in the audit log", async () => {
  const said = await command("pool", ["ours", TX, ...WHY]);
  expect(said).toMatchObject({ code: 0, result: { ok: true, recorded: true, txHash: TX, actor: ME, why: WHY[1] } });
  expect(said.words).toBe("It is written down as yours.\n");
  const again = await command("pool", ["ours", TX, "--reason", "Again."]);
  expect(again).toMatchObject({ code: 0, result: { recorded: false }, words: expect.stringContaining("already") });
  expect(await world.ctx.db.select().from(ownTransaction)).toMatchObject([{ txHash: TX, actor: ME, why: WHY[1] }]);
  expect(await rowsOf("transaction.ours")).toMatchObject([{ subject: `tx:${TX}`, details: { why: WHY[1] } }]);
});

const GO_ON = ["release-hold", "--reason", "Another node shows the same blocks."];
const isHeld = async () => (await command("engine", ["show"])).result.held;

test("two people let payouts go on that are held, and one of them alone does not", async () => {
  const nobody = await command("engine", GO_ON, "ann");
  expect(nobody).toMatchObject({ code: 1, result: null, words: expect.stringContaining("payouts are not held") });
  await world.ctx.db
    .insert(chainHold)
    .values({ heldAt: new Date(), troubles: [{ kind: "stalled", sinceMs: Date.now() - 1_000_000 }] });
  const first = await command("engine", GO_ON, "ann");
  expect(first).toMatchObject({ code: 0, result: { ok: true, held: true } });
  expect(first.words).toContain(`ann wants them to go on: “${GO_ON[2]}”`);
  expect(await command("engine", GO_ON, "ann")).toMatchObject({ code: 1, result: null });
  expect(await isHeld()).toBe(true);
  const second = await command("engine", GO_ON, "ben");
  expect(second).toMatchObject({ code: 0, result: { held: false }, words: expect.stringContaining("not held") });
  expect(await rowsOf("payouts.released")).toHaveLength(1);
});

test("what was done is recorded with its time and listed, the newest first", async () => {
  expect(await command("upkeep", ["list"])).toMatchObject({
    code: 0,
    result: { ok: true, done: [] },
    words: expect.stringContaining("Nothing has been recorded yet"),
  });
  const backup = ["record", "backup", "--at", "2026-03-01T08:00:00+01:00", "--note", "on tape 7"];
  expect(await command("upkeep", backup)).toMatchObject({ code: 0 });
  expect(await command("upkeep", ["record", "drill", "--at", "2026-02-28"])).toMatchObject({ code: 0 });
  const listed = await command("upkeep", ["list"]);
  expect(listed.result.done).toEqual([
    { what: "backup", doneAt: "2026-03-01T07:00:00.000Z", actor: ME, note: "on tape 7" },
    { what: "drill", doneAt: "2026-02-28T00:00:00.000Z", actor: ME, note: "" },
  ]);
  expect(listed.words).toMatch(/backup: on tape 7\n.*drill\n$/);
  expect((await rowsOf("upkeep.done")).map(({ subject, actor }) => [subject, actor])).toEqual([
    ["upkeep:backup", ME],
    ["upkeep:drill", ME],
  ]);
});

test("the prober says what a visitor sees, keeps it where there is a database, and ends with 1 where it is bad", async () => {
  const { db } = world.ctx;
  await db.delete(probe);
  const site = await startVisitedSite(Date.now());
  site.answer("/days", (_request, response) => response.writeHead(500).end("oops"));
  const bad = await command("probe", ["--url", site.site.href]);
  expect(bad).toMatchObject({ code: 1, result: { ok: false }, words: "" });
  expect(bad.result.doors.filter(({ fault }: { fault: string | null }) => fault !== null)).toMatchObject([
    { door: "/days", status: 500, fault: "wrong-answer" },
  ]);
  expect(await db.$count(probe)).toBe(VISITED_DOORS.length);
  site.answer("/days", null);
  const alone = await runCli("server/cli/probe.ts", ["--url", site.site.href, "--once"]);
  expect(alone, "without a database").toMatchObject({ code: 0, stderr: "" });
  expect(await db.$count(probe)).toBe(VISITED_DOORS.length);
  await site.stop();
});

test("who only looks changes nothing: a database without tables stays so, and needs no key", async () => {
  const empty = await createTestDatabase({ empty: true });
  for (const [file, ...args] of [
    ["upkeep", "list"],
    ["engine", "show"],
  ] as const) {
    const { code, stderr, stdout } = await runCli(`server/cli/${file}.ts`, args, { DATABASE_URL: empty.url });
    expect([file, code, stdout, stderr]).toEqual([file, 1, "", expect.stringContaining("was left as it is")]);
  }
  const [tables] = await empty.db.execute(sql`select count(*)::int as n from pg_tables where schemaname = 'public'`);
  expect(tables).toEqual({ n: 0 });
  await empty.drop();
});

it.each<[string, string[], number, string]>([
  ["pool", ["ours", TX.toUpperCase(), ...WHY], 2, "ours takes a transaction's id"],
  ["pool", ["ours", TX], 2, "--reason is needed: who sent it, and what for"],
  ["engine", ["release-hold"], 2, "release-hold needs --reason TEXT"],
  ["engine", ["release"], 2, "Say show, pause, resume or release-hold."],
  ["upkeep", [], 2, "Say list or record."],
  ["upkeep", ["record", "backup", "drill"], 2, "Say list or record."],
  ["upkeep", ["list", "backup"], 2, "Say list or record."],
  ["upkeep", ["list", "--note", "on tape 8"], 2, "list takes no --at and no --note."],
  ["upkeep", ["record"], 1, "say what was done: backup, drill"],
  ["upkeep", ["record", "back-up"], 1, "say what was done: backup, drill"],
  ["upkeep", ["record", "backup", "--at", "yesterday"], 2, "--at takes a time as 2026-03-01T08:00:00Z"],
  ["upkeep", ["record", "backup", "--at", "5"], 2, "--at takes a time as 2026-03-01T08:00:00Z"],
  ["upkeep", ["record", "backup", "--at", "2026-03-01 08:00"], 2, "--at takes a time as 2026-03-01T08:00:00Z"],
  ["upkeep", ["record", "backup", "--at", "9999-01-01T00:00:00Z"], 1, "that time has not come yet"],
  ["upkeep", ["record", "backup", "--note", "x".repeat(1_001)], 1, "a note has at most 1000 characters"],
  ["probe", [], 2, "--url is needed: the site's public address"],
  ["probe", ["--url", "prizes.example.org"], 2, "--url must be an address that begins with https://"],
  ["probe", ["--url", "http://127.0.0.1:1", "--once", "--every", "60"], 2, "Say either --once or --every."],
  ["probe", ["--url", "http://127.0.0.1:1", "--every", "5"], 2, "--every must be a whole number of seconds"],
])("%s %j is refused in words, and does nothing", async (file, args, code, words) => {
  const before = await world.ctx.db.$count(auditEvent);
  const refused = await command(file, args);
  expect(refused).toMatchObject({ code, result: null, words: expect.stringContaining(words) });
  expect(await world.ctx.db.$count(auditEvent)).toBe(before);
  expect(await world.ctx.db.$count(upkeep)).toBe(2);
});

it.each<[string, string[]]>([
  ["pool", ["ours", TX, ...WHY]],
  ["engine", ["show"]],
  ["upkeep", ["list"]],
  ["upkeep", ["record", "backup"]],
  ["probe", ["--url", "http://127.0.0.1:1"]],
])("%s %j says that the database is away", async (file, args) => {
  const { code, stdout, stderr } = await runCli(`server/cli/${file}.ts`, args, AWAY);
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(/127\.0\.0\.1.*1\b/)]);
  expect(stderr).not.toMatch(/\n {4}at |ECONNREFUSED/);
});
