import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { type Anchor, isTold, readSegment, SEGMENT, type Segment } from "@/server/domain/audit/anchor";
import { type Actor, appendAudit } from "./append-audit";

/**
 * The anchors of this database that its log does not hold, the oldest day first: of its snapshots, and of its reports,
 * which the chain names by their hash.
 */
export async function findStrayAnchors(db: Database): Promise<Anchor[]> {
  const rows = await db.execute<{ dayIndex: number; sequence: string; hash: string }>(sql`
    with named as (
      select day_index, audit_head as head from snapshot
      union
      select day_index, manifest::jsonb -> 'declared' -> 'auditHead' from report
    )
    select day_index as "dayIndex", head ->> 'sequence' as sequence, head ->> 'hash' as hash
    from named left join audit_event on sequence = (head ->> 'sequence')::bigint
    where (head ->> 'sequence')::bigint > 0 and hash is distinct from head ->> 'hash'
    order by 1, 2`);
  return rows.map(({ dayIndex, sequence, hash }) => ({ dayIndex, sequence: Number(sequence), hash }));
}

/** The breaks that the log tells. */
export async function listSegments(db: Database | Transaction): Promise<Segment[]> {
  const rows = await db.select().from(auditEvent).where(eq(auditEvent.action, SEGMENT)).orderBy(auditEvent.sequence);
  return rows.flatMap(({ details }) => readSegment(details) ?? []);
}

/**
 * Before anything else is written to a log that was lost or cut off by a restore: names its last known anchor, in an
 * event of its own. Nothing where the log holds all of `anchors` (the oldest day first), or tells of them already.
 */
export async function startSegment(
  tx: Transaction,
  anchors: readonly Anchor[],
  { actor, reason }: { readonly actor: Actor; readonly reason: string },
): Promise<void> {
  const hashes = anchors.map(({ hash }) => hash);
  const rows = await tx
    .select({ hash: auditEvent.hash })
    .from(auditEvent)
    .where(sql`${auditEvent.hash} = any(${sql.param(hashes)}::text[])`);
  const held = new Set(rows.map(({ hash }) => hash));
  const segments = await listSegments(tx);
  const lost = anchors.filter((anchor) => !held.has(anchor.hash) && !isTold(anchor, segments));
  const [first, last] = [lost[0], lost.at(-1)];
  if (!first || !last) return;
  const details = { fromDay: first.dayIndex, last, reason };
  await appendAudit(tx, { actor, action: SEGMENT, subject: `day:${last.dayIndex}`, details, atMs: Date.now() });
}
