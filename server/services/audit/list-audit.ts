import { and, asc, desc, gt, ilike, inArray, lt, or } from "drizzle-orm";
import { auditKeysOf } from "@/db/audit-keys";
import type { Database } from "@/db/client";
import { auditEvent, user } from "@/db/schema";
import { AUDIT_START, type AuditRow, type AuditVerdict, verifyAuditChain } from "@/server/domain/audit/chain";
import { problemOfMac } from "@/server/domain/audit/mac";
import { escapeLike } from "../escape-like";

export type AuditEntry = AuditRow & { readonly actorName: string };
export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly olderThan: number | null };

const CHECK_STEP = 5_000;

/** The log, newest first; `search` looks in actor, action and subject. */
export async function listAudit(
  db: Database,
  query: { readonly below: number | null; readonly search: string; readonly limit: number },
): Promise<AuditPage> {
  const like = `%${escapeLike(query.search)}%`;
  const found =
    query.search === ""
      ? undefined
      : or(ilike(auditEvent.actor, like), ilike(auditEvent.action, like), ilike(auditEvent.subject, like));
  const rows = await db
    .select()
    .from(auditEvent)
    .where(and(found, query.below === null ? undefined : lt(auditEvent.sequence, query.below)))
    .orderBy(desc(auditEvent.sequence))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const names = await namesOf(
    db,
    shown.map(({ actor }) => actor),
  );
  const entries = shown.map((row) => ({ ...toAuditRow(row), actorName: names.get(row.actor) ?? row.actor }));
  const olderThan = rows.length > query.limit ? (shown.at(-1)?.sequence ?? null) : null;
  return { entries, olderThan };
}

/**
 * Checks the whole log, that each row was written with one of the database's audit keys too. In parts, so that memory
 * does not grow with it.
 */
export async function verifyAuditLog(db: Database): Promise<AuditVerdict> {
  const keys = auditKeysOf(db);
  let afterHash = AUDIT_START;
  let events = 0;
  for (;;) {
    const rows = await db
      .select()
      .from(auditEvent)
      .where(gt(auditEvent.sequence, events))
      .orderBy(asc(auditEvent.sequence))
      .limit(CHECK_STEP);
    const verdict = verifyAuditChain(rows.map(toAuditRow), { afterHash, firstSequence: events + 1 });
    if (!verdict.ok) return verdict;
    for (const row of rows) {
      const problem = problemOfMac(keys, row.hash, row);
      if (problem !== null) return { ok: false, sequence: row.sequence, problem: `event ${row.sequence} ${problem}` };
    }
    events += verdict.events;
    afterHash = verdict.head;
    if (rows.length < CHECK_STEP) return { ok: true, events, head: afterHash };
  }
}

function toAuditRow(row: typeof auditEvent.$inferSelect): AuditRow {
  const { sequence, atMs, actor, action, subject, details, previousHash, hash } = row;
  return { event: { sequence, atMs, actor, action, subject, details }, previousHash, hash };
}

async function namesOf(db: Database, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(actors.flatMap((actor) => (actor.startsWith("user:") ? [actor.slice(5)] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, ids));
  return new Map(rows.map(({ id, name }) => [`user:${id}`, name]));
}
