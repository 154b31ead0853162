import { eq, gte, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { closeDatabase, connectDatabase } from "@/db/client";
import { auditCheck, auditEvent, day, report } from "@/db/schema";
import { createTestDatabase, TEST_AUDIT_KEYS, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { AUDIT_START, auditHash } from "@/server/domain/audit/chain";
import { keyAuditHash, makeAuditKey } from "@/server/domain/audit/mac";
import { contentHashOf } from "@/server/domain/hash";
import { memoryLog } from "@/server/testing/memory-log";
import { testSecret } from "@/server/testing/secrets";
import { appendAudit } from "./append-audit";
import { checkFurther } from "./check-further";
import { loadCheck } from "./internal/stored-check";
import { listAudit } from "./list-audit";
import { readVerdict } from "./read-verdict";
import { verifyAuditLog } from "./verify-log";

const MINUTE = 60_000;
const { log, read, clear } = memoryLog();
let test_: TestDatabase;
let nowMs = 0;
beforeEach(async () => {
  test_ = await createTestDatabase();
  nowMs = 1_800_000_000_000;
  clear();
});
afterEach(() => test_.drop());

const write = (subject: string) =>
  withTransaction(test_.db, (tx) =>
    appendAudit(tx, { actor: "cli:test", action: "test", subject, details: {}, atMs: 1 }),
  );
const writeAll = async (subjects: string) => {
  for (const subject of subjects) await write(subject);
};
/** So many steps of the engine, each when it is due. */
async function check(steps = 4): Promise<void> {
  for (let step = 0; step < steps; step++) {
    nowMs += MINUTE;
    await checkFurther({ db: test_.db, log }, nowMs);
  }
}
const verdict = () => readVerdict(test_.db, nowMs);

/** A log as long as years make it, in one go. */
async function fill(count: number): Promise<void> {
  let previousHash = AUDIT_START;
  const rows: (typeof auditEvent.$inferInsert)[] = [];
  for (let sequence = 1; sequence <= count; sequence++) {
    const event = { sequence, atMs: 1, actor: "job:advance", action: "test", subject: `day:${sequence}`, details: {} };
    const hash = auditHash(previousHash, event);
    const [key = makeAuditKey("")] = TEST_AUDIT_KEYS;
    rows.push({ ...event, previousHash, hash, ...keyAuditHash(key, hash) });
    previousHash = hash;
  }
  for (let at = 0; at < count; at += 5_000) await test_.db.insert(auditEvent).values(rows.slice(at, at + 5_000));
}

it("says that it was never checked, then up to which event and when, and what is newer, and that it is old", async () => {
  await writeAll("ab");
  expect(await verdict()).toEqual({ kind: "never" });
  await check();
  const head = { upTo: 2, unread: 0, segments: [], checkedAtMs: nowMs, isOld: false };
  expect(await verdict()).toMatchObject({ kind: "verified", ...head });
  await write("c");
  await checkFurther({ db: test_.db, log }, nowMs + MINUTE / 2);
  expect(await verdict(), "a check is not due at every call").toMatchObject({ ...head, unread: 1 });
  expect(await readVerdict(test_.db, nowMs + 20 * MINUTE)).toMatchObject({ isOld: true });
  await check(1);
  expect(await verdict()).toMatchObject({ upTo: 3, unread: 0, checkedAtMs: nowMs });
});

it("goes through a long log in bounded steps, from where the last one ended; so does a search", async () => {
  await fill(20_600);
  await check(1);
  expect(await verdict()).toMatchObject({ kind: "verified", upTo: 1_000, unread: 19_600 });
  await check(20);
  expect(await verdict()).toMatchObject({ upTo: 20_600, unread: 0 });
  const seen = await listAudit(test_.db, { below: null, search: "day:7_none", limit: 50 });
  expect(seen).toEqual({ entries: [], from: 601, olderThan: 601 });
  const rest = await listAudit(test_.db, { below: seen.olderThan, search: "day:600", limit: 50 });
  expect(rest.entries.map(({ event }) => event.sequence)).toEqual([600]);
  expect(rest.olderThan).toBeNull();
  const newest = await listAudit(test_.db, { below: 1e14, search: "", limit: 50 });
  expect(newest.entries.map(({ event }) => event.sequence)).toEqual(Array.from({ length: 50 }, (_, at) => 20_600 - at));
});

it("finds what was cut off after it was checked, and says since when", async () => {
  await writeAll("abc");
  await check();
  await test_.db.delete(auditEvent).where(gte(auditEvent.sequence, 3));
  await check();
  const problem = "event 3, up to which the log was verified before, is missing now";
  expect(await verdict()).toMatchObject({ kind: "changed", sequence: 3, problem, sinceMs: nowMs - 3 * MINUTE });
  await write("another");
  await check();
  const another = { problem: "event 3, up to which the log was verified before, is another one now" };
  expect(await verdict()).toMatchObject(another);
  expect(await verifyAuditLog(test_.db), "nor does the command believe it").toMatchObject({ ok: false, ...another });
  expect(
    read().filter(({ msg }) => msg === "the audit log does not verify"),
    "each told once",
  ).toHaveLength(2);
});

it("reads all of it again and again, finds what was changed since, and forgets it once it is mended", async () => {
  await writeAll("abc");
  await check();
  await test_.db.update(auditEvent).set({ actor: "user:eve" }).where(eq(auditEvent.sequence, 2));
  await check(1);
  expect(await verdict()).toMatchObject({ kind: "changed", sequence: 2 });
  await write("d");
  await check();
  expect(await verdict(), "it is not forgotten while it is so").toMatchObject({ kind: "changed", sequence: 2 });
  await test_.db.update(auditEvent).set({ actor: "cli:test" }).where(eq(auditEvent.sequence, 2));
  await check();
  expect(await verdict()).toMatchObject({ kind: "verified", upTo: 4 });
});

it("reads a long log again a step a minute, and finds a change of long ago", async () => {
  await fill(3_500);
  await check(8);
  await test_.db.update(auditEvent).set({ actor: "user:eve" }).where(eq(auditEvent.sequence, 2_200));
  const atOnce = await loadCheck(test_.db);
  await checkFurther({ db: test_.db, log }, nowMs + MINUTE / 2);
  expect(await loadCheck(test_.db), "no step before a minute is over").toEqual(atOnce);
  await check(4);
  expect(await verdict()).toMatchObject({ kind: "changed", sequence: 2_200 });
});

it("looks at the newest report with the events, and at all of them again and again", async () => {
  for (const dayIndex of [7, 8]) {
    const head = { sequence: 1, hash: "0c".repeat(32) };
    await test_.db.insert(day).values({ dayIndex, state: "OPEN", stateSinceMs: 0 });
    const manifest = JSON.stringify({ dayIndex, declared: { auditHead: head } });
    const hash = contentHashOf(manifest);
    await test_.db.insert(report).values({ hash, dayIndex, manifest, partHashes: [], facts: {} as never });
  }
  await write("a");
  await check(1);
  expect(await verdict()).toMatchObject({ kind: "changed", problem: expect.stringContaining("day 8") });
  await check(3);
  expect(await verdict()).toMatchObject({ kind: "changed", problem: expect.stringContaining("day 7") });
  await test_.db.delete(report);
  await check();
  expect(await verdict()).toMatchObject({ kind: "verified" });
});

it("a verdict is keyed: whoever can write to the database cannot write one, and another key checks anew", async () => {
  await writeAll("ab");
  await check();
  const upTo = sql`replace(state, '"sequence":2', '"sequence":9')`;
  await test_.db.update(auditCheck).set({ state: upTo });
  expect(await verdict()).toEqual({ kind: "never" });
  await check();
  expect(await verdict()).toMatchObject({ kind: "verified", upTo: 2 });
  const auditKeys = [makeAuditKey(testSecret("rotated")), ...TEST_AUDIT_KEYS];
  const rotated = await connectDatabase(test_.url, { max: 1, auditKeys });
  expect(await readVerdict(rotated, nowMs)).toEqual({ kind: "never" });
  await checkFurther({ db: rotated, log }, nowMs);
  expect(await readVerdict(rotated, nowMs)).toMatchObject({ kind: "verified", upTo: 2 });
  await closeDatabase(rotated);
});

it("two engines that check at once leave one verdict", async () => {
  await writeAll("ab");
  await Promise.all([1, 2, 3].map(() => checkFurther({ db: test_.db, log }, nowMs)));
  await check();
  expect(await verdict()).toMatchObject({ kind: "verified", upTo: 2 });
  expect(await test_.db.$count(auditCheck)).toBe(1);
});
