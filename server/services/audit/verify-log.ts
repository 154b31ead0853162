import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { report } from "@/db/schema";
import { type NamedReport, readPreviousOf, type Segment } from "@/server/domain/audit/anchor";
import { contentHashOf } from "@/server/domain/hash";
import type { Hex } from "@/server/domain/units";
import { problemOfReport, readAnchors } from "./internal/read-anchors";
import { LOG_START, type Place, type Problem, problemOfEnd, readRows } from "./internal/read-rows";
import { loadCheck } from "./internal/stored-check";

const ROWS = 5_000;
const DAYS = 100;

export type LogVerdict =
  | { readonly ok: true; readonly events: number; readonly head: Hex; readonly segments: readonly Segment[] }
  | ({ readonly ok: false } & Problem);

/**
 * Checks the whole log at once: the chain of hashes, the key of each row, that the engine's own check saw no other
 * one, and the anchor of each day; with the report that the newest Commit on chain names, also that the reports are
 * those that were published. Names the first event that does not fit, or the first day whose anchor does not. In
 * parts, so that memory does not grow with the log. For commands: check-further.ts does the same bit by bit.
 */
export async function verifyAuditLog(db: Database, onChain: NamedReport | null = null): Promise<LogVerdict> {
  let read = await readRows(db, LOG_START, ROWS);
  while (read.problem === null && !read.isEnd) read = await readRows(db, read.place, ROWS);
  const { place } = read;
  const problem =
    read.problem ??
    (await problemOfStoredEnd(db)) ??
    (await problemOfPublished(db, onChain)) ??
    (await problemOfAnchors(db, place));
  if (problem) return { ok: false, ...problem };
  return { ok: true, events: place.sequence, head: place.hash, segments: place.segments };
}

async function problemOfStoredEnd(db: Database): Promise<Problem | null> {
  const check = await loadCheck(db);
  return check && problemOfEnd(db, check.known);
}

async function problemOfAnchors(db: Database, { segments }: Place): Promise<Problem | null> {
  for (let afterDay: number | null = -1; afterDay !== null; ) {
    const { problem, lastDay } = await readAnchors(db, { afterDay, days: DAYS, segments });
    if (problem) return problem;
    afterDay = lastDay;
  }
  return null;
}

/** Each report names the one before it, so the newest names all of them. Their texts are compared with the anchors. */
async function problemOfPublished(db: Database, onChain: NamedReport | null): Promise<Problem | null> {
  for (let named = onChain; named !== null; ) {
    const [row] = await db.select({ manifest: report.manifest }).from(report).where(eq(report.hash, named.hash));
    if (!row) return problemOfReport(named, "is missing, though the chain leads to it");
    if (contentHashOf(row.manifest) !== named.hash) return problemOfReport(named, "was changed");
    named = readPreviousOf(row.manifest);
  }
  return null;
}
