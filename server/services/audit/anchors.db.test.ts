import { eq, gte, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditEvent, day, report } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import type { Anchor, AuditHead, NamedReport } from "@/server/domain/audit/anchor";
import { contentHashOf } from "@/server/domain/hash";
import { appendAudit, readAuditHead } from "./append-audit";
import { startSegment } from "./start-segment";
import { verifyAuditLog } from "./verify-log";

let test_: TestDatabase;
beforeEach(async () => {
  test_ = await createTestDatabase();
});
afterEach(() => test_.drop());

const write = (subject: string) =>
  withTransaction(test_.db, (tx) =>
    appendAudit(tx, { actor: "cli:test", action: "test", subject, details: {}, atMs: 1 }),
  );
const readHead = () => withTransaction(test_.db, readAuditHead);

function manifestOf({ dayIndex, ...auditHead }: Anchor, before: NamedReport | null): string {
  const previous = before ? { kind: "report", ...before } : { kind: "checkpoint", name: "the first" };
  return JSON.stringify({ dayIndex, previous, declared: { auditHead } });
}

/** A day whose published report names this head. */
async function publish(dayIndex: number, auditHead: AuditHead, before: NamedReport | null = null): Promise<Anchor> {
  await test_.db.insert(day).values({ dayIndex, state: "OPEN", stateSinceMs: 0 });
  const manifest = manifestOf({ dayIndex, ...auditHead }, before);
  const facts = {} as never;
  await test_.db.insert(report).values({ hash: contentHashOf(manifest), dayIndex, manifest, partHashes: [], facts });
  return { dayIndex, ...auditHead };
}

const cutOff = (sequence: number) => test_.db.delete(auditEvent).where(gte(auditEvent.sequence, sequence));
const restart = (anchors: readonly Anchor[]) =>
  withTransaction(test_.db, (tx) => startSegment(tx, anchors, { actor: "cli:test", reason: "a backup was restored" }));

it("a log that was written anew, with the key, does not hold what a published report names", async () => {
  for (const subject of ["a", "b"]) await write(subject);
  const { sequence, hash } = await publish(7, await readHead());
  await write("c");
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: true, events: 3, segments: [] });
  await cutOff(2);
  const problem = `event 2 is not the one that the report of day 7 names: ${hash}`;
  expect(await verifyAuditLog(test_.db)).toEqual({ ok: false, sequence, problem });
  for (const subject of ["B", "c"]) await write(subject);
  expect(await verifyAuditLog(test_.db)).toEqual({ ok: false, sequence, problem });
});

it("after a restore a segment names the last anchor; the break is told, and everything else verifies", async () => {
  await write("a");
  const kept = await publish(7, await readHead());
  await write("b");
  const lost = [await publish(8, await readHead())];
  await write("c");
  lost.push(await publish(9, await readHead()));
  await cutOff(2);
  // An engine had run on the backup before somebody adopted the days.
  await write("by the engine");
  await restart([kept, ...lost]);
  await write("d");
  const segment = { fromDay: 8, last: lost[1], reason: "a backup was restored" };
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: true, events: 4, segments: [segment] });
  // An adoption that is run again tells nothing twice, and one that finds no gap tells nothing.
  await restart([kept, ...lost]);
  await restart([kept]);
  expect(await test_.db.$count(auditEvent)).toBe(4);
  // What a segment tells covers no other day.
  await publish(10, { sequence: 2, hash: "0c".repeat(32) });
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: false, problem: expect.stringContaining("day 10") });
});

it("in an empty database the segment is the first event", async () => {
  const lost = await publish(7, { sequence: 90, hash: "0b".repeat(32) });
  await restart([lost]);
  const [first] = await test_.db.select().from(auditEvent);
  expect(first).toMatchObject({ sequence: 1, action: "audit.segment", subject: "day:7", details: { last: lost } });
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: true });
});

it("an anchor in the database counts only as the report that the chain names has it", async () => {
  for (const subject of ["a", "b"]) await write(subject);
  await publish(7, await readHead());
  await publish(8, await readHead());
  await cutOff(2);
  const setHead = sql`jsonb_set(manifest::jsonb, '{declared,auditHead,sequence}', '0')::text`;
  await test_.db.update(report).set({ manifest: setHead });
  const changed = {
    ok: false,
    problem: expect.stringMatching(/^the stored report [0-9a-f]{64} of day 7 was changed$/),
  };
  expect(await verifyAuditLog(test_.db)).toEqual({ ...changed, sequence: 0 });
  await test_.db.delete(auditEvent);
  expect(await verifyAuditLog(test_.db)).toMatchObject(changed);
});

it("an empty log is named by the first day alone, with the hash that a log begins with", async () => {
  const start = await readHead();
  await publish(7, start);
  await write("a");
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: true });
  await publish(8, start);
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: false, problem: expect.stringContaining("day 8") });
  await test_.db.delete(report).where(eq(report.dayIndex, 8));
  await publish(6, { sequence: 0, hash: "0c".repeat(32) });
  expect(await verifyAuditLog(test_.db)).toMatchObject({ ok: false, problem: expect.stringContaining("day 6") });
});

it("what is stored must be what was published: the chain leads from the newest report to all before it", async () => {
  for (const subject of ["a", "b"]) await write(subject);
  const first = await publish(7, await readHead());
  const named = { dayIndex: 7, hash: contentHashOf(manifestOf(first, null)) };
  const second = await publish(8, await readHead(), named);
  const newest = { dayIndex: 8, hash: contentHashOf(manifestOf(second, named)) };
  expect(await verifyAuditLog(test_.db, newest)).toMatchObject({ ok: true });
  // Cut off, and the report replaced by one of the shorter log, with a hash that is right.
  await cutOff(2);
  const shorter = { ...first, ...(await readHead()) };
  await test_.db.delete(report);
  await test_.db.delete(day);
  await publish(7, shorter);
  expect(await verifyAuditLog(test_.db), "by itself").toMatchObject({ ok: true });
  const missing = {
    ok: false,
    sequence: 0,
    problem: expect.stringContaining("is missing, though the chain leads to it"),
  };
  expect(await verifyAuditLog(test_.db, newest)).toEqual(missing);
});
