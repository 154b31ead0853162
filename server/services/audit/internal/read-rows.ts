import { asc, eq, gt } from "drizzle-orm";
import { auditKeysOf } from "@/db/audit-keys";
import type { Database } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { readSegment, SEGMENT, type Segment } from "@/server/domain/audit/anchor";
import { AUDIT_START, verifyAuditChain } from "@/server/domain/audit/chain";
import { problemOfKeyOrder, problemOfMac } from "@/server/domain/audit/mac";
import type { Hex } from "@/server/domain/units";
import { toAuditRow } from "./to-audit-row";

/** How far the log was read: all events up to this one verify. */
export type Place = {
  readonly sequence: number;
  readonly hash: Hex;
  /** The keys so far, in the order in which they came: only the last one still writes. */
  readonly keyIds: readonly Hex[];
  /** The breaks that these events tell. */
  readonly segments: readonly Segment[];
};

export const LOG_START: Place = { sequence: 0, hash: AUDIT_START, keyIds: [], segments: [] };

export type Problem = { readonly sequence: number; readonly problem: string };
export type RowsRead = {
  readonly place: Place;
  /** Of the event after `place`. */
  readonly problem: Problem | null;
  /** Whether that was all. */
  readonly isEnd: boolean;
};

/** Reads so many events after a place, and stops at the first that does not fit. */
export async function readRows(db: Database, from: Place, most: number): Promise<RowsRead> {
  const keys = auditKeysOf(db);
  const rows = await db
    .select()
    .from(auditEvent)
    .where(gt(auditEvent.sequence, from.sequence))
    .orderBy(asc(auditEvent.sequence))
    .limit(most);
  let place = from;
  for (const row of rows) {
    const { sequence, keyId } = row;
    const bounds = { afterHash: place.hash, firstSequence: place.sequence + 1 };
    const verdict = verifyAuditChain([toAuditRow(row)], bounds);
    if (!verdict.ok) return { place, problem: verdict, isEnd: false };
    const problem = problemOfMac(keys, row.hash, row) ?? problemOfKeyOrder(place.keyIds, keyId);
    if (problem !== null) {
      return { place, problem: { sequence, problem: `event ${sequence} ${problem}` }, isEnd: false };
    }
    const keyIds = place.keyIds.at(-1) === keyId ? place.keyIds : [...place.keyIds, keyId];
    const told = row.action === SEGMENT ? readSegment(row.details) : null;
    const segments = told ? [...place.segments, told] : place.segments;
    place = { sequence, hash: row.hash, keyIds, segments };
  }
  return { place, problem: null, isEnd: rows.length < most };
}

/** Events at the end may be cut off without a trace in the rest: whether the one that was the last is still there. */
export async function problemOfEnd(db: Database, { sequence, hash }: Place): Promise<Problem | null> {
  if (sequence === 0) return null;
  const [row] = await db.select({ hash: auditEvent.hash }).from(auditEvent).where(eq(auditEvent.sequence, sequence));
  if (row?.hash === hash) return null;
  const now = row ? "is another one now" : "is missing now";
  return { sequence, problem: `event ${sequence}, up to which the log was verified before, ${now}` };
}
