import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { type Anchor, isTold, readSegment, SEGMENT, type Segment } from "@/server/domain/audit/anchor";
import { type Actor, appendAudit } from "./append-audit";

/** The breaks that the log tells. */
async function listSegments(db: Transaction): Promise<Segment[]> {
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
