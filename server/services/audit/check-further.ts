import type { Database } from "@/db/client";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { readAnchors, readNewestAnchor } from "./internal/read-anchors";
import { LOG_START, type Problem, problemOfEnd, readRows } from "./internal/read-rows";
import { type AuditCheck, replaceCheck } from "./internal/stored-check";

/** A step takes a tenth of a second, so that no payment waits for it. */
const ROWS = 1_000;
const DAYS = 10;
/** Without anything new to read: so often comes a step of reading all of it again. */
const EVERY_MS = 60_000;

const UNREAD = { known: LOG_START, rests: false, checkedAtMs: 0, again: null, wholeAtMs: null, problem: null };
const FROM_START = { place: LOG_START, afterDay: -1 };

/**
 * One bounded step of checking the audit log, from where the last one ended; what it found is stored for whoever asks
 * (read-verdict.ts). Each event is checked soon after it was written, and all of them again and again, a step each
 * minute: what is changed among some hundred events is found within a minute, among a hundred thousand within hours.
 * Pages never do this: it takes seconds for a long log, in the process that answers everybody.
 */
export async function checkFurther({ db, log }: Pick<Context, "db" | "log">, nowMs: PosixMs): Promise<void> {
  await replaceCheck(db, async (before) => {
    const start = before ?? UNREAD;
    if (!isDue(start, nowMs)) return null;
    const check = await nextCheck(db, start, nowMs);
    const { problem } = check;
    if (problem && problem.sinceMs === nowMs) log.error({ ...problem }, "the audit log does not verify");
    return check;
  });
}

/** A time in the future is of a clock that was put back since. */
function isDue({ rests, checkedAtMs }: AuditCheck, nowMs: PosixMs): boolean {
  return !rests || Math.abs(nowMs - checkedAtMs) >= EVERY_MS;
}

async function nextCheck(db: Database, before: AuditCheck, nowMs: PosixMs): Promise<AuditCheck> {
  const cutOff = await problemOfEnd(db, before.known);
  const read = await readRows(db, before.known, ROWS);
  const known = cutOff ? before.known : read.place;
  const isNew = known.sequence > before.known.sequence;
  const anchor = isNew && read.isEnd ? await readNewestAnchor(db, known.segments) : null;
  // So that this one is looked at again, and forgotten only once it fits.
  const again = before.again ?? (anchor ? FROM_START : null);
  const after = { ...before, known, again, checkedAtMs: nowMs };
  const whole = read.isEnd ? await readAgain(db, after, nowMs) : { check: after, problem: null };
  const found = cutOff ?? read.problem ?? anchor ?? whole.problem;
  const kept = whole.check.again === null ? null : before.problem;
  const isRoutine = before.wholeAtMs !== null && before.problem === null;
  const rests = found !== null || (read.isEnd && (isRoutine || whole.check.again === null));
  return { ...whole.check, rests, problem: found ? since(before, found, nowMs) : kept };
}

type Again = { readonly check: AuditCheck; readonly problem: Problem | null };

/** A part of reading all of it again. */
async function readAgain(db: Database, check: AuditCheck, nowMs: PosixMs): Promise<Again> {
  const from = check.again ?? FROM_START;
  const { place, problem, isEnd } = await readRows(db, from.place, ROWS);
  const stay = { ...check, again: { place, afterDay: from.afterDay } };
  if (problem || !isEnd) return { check: stay, problem };
  const anchors = await readAnchors(db, { afterDay: from.afterDay, days: DAYS, segments: place.segments });
  if (anchors.problem) return { check: stay, problem: anchors.problem };
  if (anchors.lastDay === null) return { check: { ...check, again: null, wholeAtMs: nowMs }, problem: null };
  return { check: { ...check, again: { place, afterDay: anchors.lastDay } }, problem: null };
}

/** When it was found first. */
function since({ problem: before }: AuditCheck, found: Problem, nowMs: PosixMs): AuditCheck["problem"] {
  return { ...found, sinceMs: before?.problem === found.problem ? before.sinceMs : nowMs };
}
