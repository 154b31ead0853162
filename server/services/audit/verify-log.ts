import { asc, gt } from "drizzle-orm";
import { auditKeysOf } from "@/db/audit-keys";
import type { Database } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { isTold, type Segment } from "@/server/domain/audit/anchor";
import { AUDIT_START, type AuditRow, type AuditVerdict, verifyAuditChain } from "@/server/domain/audit/chain";
import { problemOfMac } from "@/server/domain/audit/mac";
import type { Hex } from "@/server/domain/units";
import { findStrayAnchors, listSegments } from "./anchors";

const CHECK_STEP = 5_000;

export type LogVerdict =
  | { readonly ok: true; readonly events: number; readonly head: Hex; readonly segments: readonly Segment[] }
  | { readonly ok: false; readonly sequence: number; readonly problem: string };

/**
 * Checks the whole log: the chain of hashes, the key of each row, and the anchor of each day. Names the first event
 * that does not fit, or the first day whose anchor does not. In parts, so that memory does not grow with the log.
 */
export async function verifyAuditLog(db: Database): Promise<LogVerdict> {
  const verdict = await verifyRows(db);
  if (!verdict.ok) return verdict;
  const segments = await listSegments(db);
  const stray = (await findStrayAnchors(db)).find((anchor) => !isTold(anchor, segments));
  if (!stray) return { ...verdict, segments };
  const { dayIndex, sequence, hash } = stray;
  const problem = `event ${sequence} is not the one that the report of day ${dayIndex} names: ${hash}`;
  return { ok: false, sequence, problem };
}

async function verifyRows(db: Database): Promise<AuditVerdict> {
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

export function toAuditRow(row: typeof auditEvent.$inferSelect): AuditRow {
  const { sequence, atMs, actor, action, subject, details, previousHash, hash } = row;
  return { event: { sequence, atMs, actor, action, subject, details }, previousHash, hash };
}
