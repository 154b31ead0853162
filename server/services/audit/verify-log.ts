import type { Database } from "@/db/client";
import type { Segment } from "@/server/domain/audit/anchor";
import type { Hex } from "@/server/domain/units";
import { readAnchors } from "./internal/read-anchors";
import { LOG_START, type Place, type Problem, problemOfEnd, readRows } from "./internal/read-rows";
import { loadCheck } from "./internal/stored-check";

const ROWS = 5_000;
const DAYS = 100;

export type LogVerdict =
  | { readonly ok: true; readonly events: number; readonly head: Hex; readonly segments: readonly Segment[] }
  | ({ readonly ok: false } & Problem);

/**
 * Checks the whole log at once: the chain of hashes, the key of each row, that the engine's own check saw no other
 * one, and the anchor of each day. Names the first event that does not fit, or the first day whose anchor does not. In
 * parts, so that memory does not grow with the log. For commands: check-further.ts does the same bit by bit.
 */
export async function verifyAuditLog(db: Database): Promise<LogVerdict> {
  let read = await readRows(db, LOG_START, ROWS);
  while (read.problem === null && !read.isEnd) read = await readRows(db, read.place, ROWS);
  const { place } = read;
  const problem = read.problem ?? (await problemOfStoredEnd(db)) ?? (await problemOfAnchors(db, place));
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
