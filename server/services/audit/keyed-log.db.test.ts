import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { type AuditRow, auditHash, verifyAuditChain } from "@/server/domain/audit/chain";
import { keyAuditHash, makeAuditKey } from "@/server/domain/audit/mac";
import { testSecret } from "@/server/testing/secrets";
import { appendAudit } from "./append-audit";
import { startKey } from "./start-key";
import { verifyAuditLog } from "./verify-log";

const FIRST = makeAuditKey(testSecret("audit"));
const SECOND = makeAuditKey(testSecret("audit, rotated"));

let test_: TestDatabase;
const opened: Database[] = [];
beforeEach(async () => {
  test_ = await createTestDatabase();
});
afterEach(async () => {
  for (const db of opened.splice(0)) await closeDatabase(db);
  await test_.drop();
});

/** A process with these keys; the first is AUDIT_KEY, the others are AUDIT_KEYS_OLD. */
async function processWith(...auditKeys: (typeof FIRST)[]): Promise<Database> {
  const db = await connectDatabase(test_.url, { max: 1, auditKeys });
  opened.push(db);
  return db;
}

const write = (db: Database, subject: string) =>
  withTransaction(db, (tx) =>
    appendAudit(tx, { actor: "cli:test", action: "test", subject, details: { amount: 1n }, atMs: 1 }),
  );

it("rows verify with the keys that they name, across a rotation of AUDIT_KEY", async () => {
  await write(await processWith(FIRST), "a");
  await write(await processWith(SECOND, FIRST), "b");
  const rows = await test_.db.select().from(auditEvent).orderBy(auditEvent.sequence);
  expect(rows.map(({ keyId }) => keyId)).toEqual([FIRST.id, SECOND.id]);
  expect(await verifyAuditLog(await processWith(SECOND, FIRST))).toMatchObject({ ok: true, events: 2 });
  expect(await verifyAuditLog(await processWith(SECOND))).toMatchObject({
    ok: false,
    sequence: 1,
    problem: expect.stringContaining(`keyed with ${FIRST.id}, which is not AUDIT_KEY and not in AUDIT_KEYS_OLD`),
  });
});

it("a log that was written anew by whoever can write to the database, with all hashes right, does not verify", async () => {
  const db = await processWith(FIRST);
  for (const subject of ["a", "b", "c"]) await write(db, subject);
  const rows = (await db.select().from(auditEvent).orderBy(auditEvent.sequence)) as (typeof auditEvent.$inferSelect)[];
  const forged: AuditRow[] = [];
  for (const { sequence, atMs, actor, action, subject, details, ...row } of rows) {
    const event = { sequence, atMs, actor: subject === "b" ? "user:eve" : actor, action, subject, details };
    const previousHash = forged.at(-1)?.hash ?? row.previousHash;
    forged.push({ event, previousHash, hash: auditHash(previousHash, event) });
  }
  // From the end: a hash is unique.
  for (const { event, previousHash, hash } of [...forged].reverse()) {
    const written = { actor: event.actor, previousHash, hash };
    await db.update(auditEvent).set(written).where(eq(auditEvent.sequence, event.sequence));
  }
  // Without the key nothing is seen, which is why there is one.
  expect(verifyAuditChain(forged)).toMatchObject({ ok: true, events: 3 });
  expect(await verifyAuditLog(db)).toEqual({
    ok: false,
    sequence: 2,
    problem: "event 2 was not written with the key that it names",
  });
});

it("a key that was replaced writes no more: neither a process that still has it, nor whoever stole it", async () => {
  const [before, after] = [await processWith(FIRST), await processWith(SECOND, FIRST)];
  await write(before, "a");
  await write(after, "b");
  await expect(write(before, "c")).rejects.toThrow(/AUDIT_KEY \([0-9a-f]{8}\) was replaced by another/);
  expect(await verifyAuditLog(after)).toMatchObject({ ok: true, events: 2 });
  const [last] = await after.select().from(auditEvent).where(eq(auditEvent.sequence, 2));
  const event = { sequence: 3, atMs: 1, actor: "user:eve", action: "test", subject: "c", details: {} };
  const hash = auditHash(last?.hash ?? "", event);
  await after
    .insert(auditEvent)
    .values({ ...event, previousHash: last?.hash ?? "", hash, ...keyAuditHash(FIRST, hash) });
  const problem = `event 3 was written with ${FIRST.id}, after another key had taken its place`;
  expect(await verifyAuditLog(after)).toEqual({ ok: false, sequence: 3, problem });
});

it("a new key ends the one before at start-up, also where that one was lost; the old one does not start", async () => {
  const [before, after] = [await processWith(FIRST), await processWith(SECOND)];
  const start = (db: Database) => withTransaction(db, (tx) => startKey(tx, "cli:test"));
  await start(before);
  expect(await test_.db.$count(auditEvent), "nothing to end").toBe(0);
  await write(before, "a");
  for (const db of [before, after, after]) await start(db);
  const [, row, ...more] = await test_.db.select().from(auditEvent).orderBy(auditEvent.sequence);
  expect(row).toMatchObject({ action: "audit.key", subject: `key:${SECOND.id}`, details: { before: FIRST.id } });
  expect(more).toEqual([]);
  await expect(start(before)).rejects.toThrow("was replaced");
});

it("a row without a code is named", async () => {
  const db = await processWith(FIRST);
  await write(db, "a");
  await write(db, "b");
  await db.execute(sql`update audit_event set mac = '' where sequence = 2`);
  expect(await verifyAuditLog(db)).toEqual({ ok: false, sequence: 2, problem: "event 2 is not keyed" });
});

it("a process without a key writes no row, and nothing of what the row is about", async () => {
  await expect(write(await processWith(), "a")).rejects.toThrow(
    "the audit log's key is missing: connect with AUDIT_KEY",
  );
  expect(await test_.db.$count(auditEvent)).toBe(0);
});
