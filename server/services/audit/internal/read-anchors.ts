import { asc, desc, gt, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditEvent, day, report, snapshot } from "@/db/schema";
import { type Anchor, isTold, type NamedReport, readAnchorOf, type Segment } from "@/server/domain/audit/anchor";
import { AUDIT_START } from "@/server/domain/audit/chain";
import { contentHashOf } from "@/server/domain/hash";
import type { DayIndex } from "@/server/domain/units";
import type { Problem } from "./read-rows";

/** The days after this one; null once none is left. */
export type AnchorsRead = { readonly problem: Problem | null; readonly lastDay: DayIndex | null };

type Asked = { readonly afterDay: DayIndex; readonly days: number; readonly segments: readonly Segment[] };

/**
 * Whether the log holds what the snapshots and reports of some days name, the oldest first. What a report names counts
 * only if its text is still the one that its hash, which is on chain, was made of.
 */
export async function readAnchors(db: Database, { afterDay, days, segments }: Asked): Promise<AnchorsRead> {
  const rows = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(gt(day.dayIndex, afterDay))
    .orderBy(asc(day.dayIndex))
    .limit(days);
  const indexes = rows.map(({ dayIndex }) => dayIndex);
  const problem = await problemOfDays(db, indexes, segments);
  return { problem, lastDay: rows.length < days ? null : (indexes.at(-1) ?? null) };
}

/** The same of the newest day alone. */
export async function readNewestAnchor(db: Database, segments: readonly Segment[]): Promise<Problem | null> {
  const [newest] = await db.select({ dayIndex: report.dayIndex }).from(report).orderBy(desc(report.dayIndex)).limit(1);
  return newest ? problemOfDays(db, [newest.dayIndex], segments) : null;
}

async function problemOfDays(
  db: Database,
  days: readonly DayIndex[],
  segments: readonly Segment[],
): Promise<Problem | null> {
  if (days.length === 0) return null;
  const ofSnapshots = await db
    .select({ dayIndex: snapshot.dayIndex, head: snapshot.auditHead })
    .from(snapshot)
    .where(inArray(snapshot.dayIndex, [...days]));
  const anchors: Anchor[] = ofSnapshots.map(({ dayIndex, head }) => ({ dayIndex, ...head }));
  const reports = await db
    .select({ dayIndex: report.dayIndex, hash: report.hash, manifest: report.manifest })
    .from(report)
    .where(inArray(report.dayIndex, [...days]));
  for (const { dayIndex, hash, manifest } of reports) {
    const anchor = contentHashOf(manifest) === hash ? readAnchorOf(manifest) : null;
    if (anchor?.dayIndex !== dayIndex) return problemOfReport({ dayIndex, hash }, "was changed");
    anchors.push(anchor);
  }
  const held = await hashesAt(
    db,
    anchors.map(({ sequence }) => sequence),
  );
  const first = await firstDay(db);
  const stray = anchors
    .filter((anchor) => !isHeld(anchor, held, first) && !isTold(anchor, segments))
    .sort((one, other) => one.dayIndex - other.dayIndex)[0];
  if (!stray) return null;
  const { dayIndex, sequence, hash } = stray;
  const problem = `event ${sequence} is not the one that the report of day ${dayIndex} names: ${hash}`;
  return { sequence, problem };
}

export function problemOfReport({ dayIndex, hash }: NamedReport, what: string): Problem {
  return { sequence: 0, problem: `the stored report ${hash} of day ${dayIndex} ${what}` };
}

/** A log without events is named by the first day at most: a snapshot is an event itself. */
function isHeld({ sequence, hash, dayIndex }: Anchor, held: ReadonlyMap<number, string>, first: DayIndex): boolean {
  return sequence === 0 ? hash === AUDIT_START && dayIndex === first : held.get(sequence) === hash;
}

async function hashesAt(db: Database, sequences: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .select({ sequence: auditEvent.sequence, hash: auditEvent.hash })
    .from(auditEvent)
    .where(inArray(auditEvent.sequence, [...sequences]));
  return new Map(rows.map(({ sequence, hash }) => [sequence, hash]));
}

async function firstDay(db: Database): Promise<DayIndex> {
  const [first] = await db.select({ dayIndex: day.dayIndex }).from(day).orderBy(asc(day.dayIndex)).limit(1);
  return first?.dayIndex ?? 0;
}
