import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainRollback, failedTry, jobRun, sourceHealth, upkeep } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { Finding } from "@/server/domain/monitoring/finding";
import { createLogger } from "@/server/logger";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { createUser } from "../people/create-user";
import { makeSecretBox } from "../people/secret-box";
import { signIn } from "../people/sign-in";
import { lastUpkeep } from "../upkeep/list-upkeep";
import { recordUpkeep } from "../upkeep/record-upkeep";
import { look } from "./look";
import type { Rule } from "./rule";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const log = createLogger("silent");
const lookNow = (nowMs = Date.now()) => look({ db: database.db, log }, nowMs);
const found = async (kind: Finding["kind"], nowMs = Date.now()) =>
  (await lookNow(nowMs)).findings.filter((finding) => finding.kind === kind);

const bad: Finding = { kind: "disk-full", subject: "x", fact: "It is full.", next: null, sinceMs: null };

it("a rule that fails is told, one that cannot look at something hides no other: their kinds are unknown", async () => {
  const rules: Rule[] = [
    { kinds: ["key-old"], look: () => Promise.reject(new Error("broken")) },
    { kinds: ["site-down"], look: () => null },
    { kinds: ["disk-full"], look: () => [bad, null] },
    { kinds: ["backup-old"], look: () => [] },
  ];
  expect(await look({ db: database.db, log, rules }, 1)).toEqual({
    findings: [
      expect.objectContaining({ kind: "job-failing", fact: "The watch cannot look for key-old: broken." }),
      bad,
    ],
    unknown: ["key-old", "site-down", "disk-full"],
  });
});

it("what changes slowly is looked at as often as its rule says, and again where the clock was put back", async () => {
  let looked = 0;
  const count = () => {
    looked++;
    return [bad];
  };
  const rules: Rule[] = [{ kinds: ["disk-full"], look: count, everyMs: 60_000 }];
  const at = (nowMs: number) => look({ db: database.db, log, rules }, nowMs);
  for (const nowMs of [100_000, 159_999]) expect((await at(nowMs)).findings).toEqual([bad]);
  expect(looked).toBe(1);
  await at(160_000);
  await at(100_000);
  expect(looked).toBe(3);
});

it("where no engine ever looked, nothing is taken for well but what the database shows", async () => {
  const { findings, unknown } = await lookNow();
  expect(findings.map(({ kind }) => kind)).toContain("engine-silent");
  expect(unknown).toEqual(expect.arrayContaining(["disk-full", "clock-wrong", "audit-broken", "source-away"]));
  expect(findings.map(({ kind }) => kind)).not.toContain("backup-old");
});

it("of a database that is away nothing is known, and nothing is thrown", async () => {
  const gone = await createTestDatabase();
  await gone.drop();
  const { findings, unknown } = await look({ db: gone.db, log }, Date.now());
  expect(findings).toEqual([]);
  expect(unknown).toEqual(expect.arrayContaining(["engine-silent", "login-attack", "payouts-held", "key-old"]));
});

it("a job that fails for long, and runs and requests that fail", async () => {
  const nowMs = Date.now();
  const run = (job: string, result: string, agoMs: number) => {
    return { job, result, detail: "no answer", startedAt: new Date(nowMs - agoMs), durationMs: 1 };
  };
  const { db } = database;
  await db
    .insert(jobRun)
    .values([
      ...Array.from({ length: 3_000 }, (_, at) => run("notify", "done", 4_000 + at)),
      ...[61_000, 40_000, 30_000, 20_000, 10_000].map((agoMs) => run("scan", "failed", agoMs)),
    ]);
  expect(await found("job-failing", nowMs)).toMatchObject([
    { subject: "scan", fact: expect.stringMatching(/5 times in a row/) },
  ]);
  expect(await found("error-rate", nowMs + 60_000)).toMatchObject([{ fact: expect.stringMatching(/^5 of 3005 runs/) }]);
  await db.delete(jobRun);
  expect(await found("job-failing", nowMs + 120_000)).toEqual([]);
});

it("wrong passwords for one account, compared or not, and for addresses that nobody has", async () => {
  const { db } = database;
  const person = { email: "ann@example.org", name: "Ann", role: "viewer", password: "a long password" } as const;
  await createUser(db, person, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  const fail = (email: string) => signIn({ db }, { email, password: "wrong wrong wrong", userAgent: null });
  for (let at = 0; at < 3; at++) await fail(person.email);
  await fail("nobody@example.org");
  expect(await db.select({ tries: failedTry.tries }).from(failedTry)).toEqual(expect.arrayContaining([{ tries: 1 }]));
  expect(await found("login-attack")).toEqual([]);
  // One who goes on is made to wait, and nothing is compared: that counts all the same.
  for (let at = 0; at < 18; at++) await fail(person.email);
  const attacks = await found("login-attack");
  expect(attacks).toMatchObject([{ fact: "21 passwords or codes for Ann failed in ten minutes." }]);
  expect(await found("login-attack", Date.now() + 12 * 60_000)).toEqual([]);
});

it("what people record is remembered with who did it, and what is too old is told", async () => {
  const { db } = database;
  const nowMs = Date.now();
  const record = (what: string, doneAtMs: number, note = "") =>
    recordUpkeep({ db }, { what, doneAtMs, note, actor: "cli:test", nowMs });
  await expect(record("tea", nowMs)).rejects.toThrow("say what was done: backup, drill");
  await expect(record("backup", nowMs + 1)).rejects.toThrow("that time has not come yet");
  await expect(record("backup", nowMs, "x".repeat(1_001))).rejects.toThrow("at most 1000 characters");
  await record("backup", nowMs - 3 * 86_400_000, "on the other machine");
  expect(await found("backup-old", nowMs)).toMatchObject([
    { fact: expect.stringMatching(/^A backup was last made 3 days/) },
  ]);
  await record("backup", nowMs);
  expect(await found("backup-old", nowMs)).toEqual([]);
  expect((await lastUpkeep(db)).find(({ what }) => what === "backup")?.doneMs).toBe(nowMs);
  await db.delete(upkeep);
});

it("several sources, and one that tells another chain", async () => {
  const { db } = database;
  const row = (name: "blockfrost" | "kupo", place: number) => {
    return { name, server: name, place, hasBytes: true, sinceMs: 1, state: "good" as const };
  };
  await db.insert(sourceHealth).values([row("blockfrost", 0), row("kupo", 1)]);
  expect(await found("source-unwell")).toEqual([]);
  await db.update(sourceHealth).set({ state: "behind" }).where(eq(sourceHealth.name, "kupo"));
  expect(await found("source-unwell")).toMatchObject([{ subject: "kupo", fact: "Kupo is behind." }]);
  await db.update(sourceHealth).set({ state: "away" });
  expect(await found("source-away")).toMatchObject([
    { fact: expect.stringMatching(/^No chain source can be read from/) },
  ]);
  await db.delete(sourceHealth);
  await db.delete(chainRollback);
});
