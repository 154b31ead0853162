import { asc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { STOPPED_DAY_STATES } from "@/server/domain/day/states";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import { findAsked } from "../../approval/find-asked";
import { signaturesOf } from "../../approval/signatures";
import { isInStates } from "../../day/in-states";
import { oldestUnfinishedDay } from "../../day/oldest-unfinished-day";
import { readDayInTurn } from "../../health/read-day-in-turn";
import type { Answer, Evidence, Rule } from "../rule";
import { clockOfLook } from "./clock-of-look";
import { judgeApprovals, judgeBehind, judgeOverdue } from "./judge-day";
import { judgePlan, judgeStopped } from "./judge-plan";

export const DAY_RULES: readonly Rule[] = [
  { kinds: ["day-overdue", "day-behind", "approval-late"], look: lookAtDayInTurn },
  { kinds: ["day-stopped", "machines-disagree"], look: ({ db }) => lookAtStopped(db) },
  { kinds: ["plan-deviates"], look: async ({ db }) => judgePlan(await oldestUnfinishedDay(db)) },
];

async function lookAtDayInTurn(evidence: Evidence): Promise<Answer> {
  const { db } = evidence;
  const seen = await readDayInTurn(db, await clockOfLook(evidence));
  if (!seen) return [];
  if (isCatchingUp(seen.around.now.timeMs, seen.reachedMs)) return null;
  const { row, around } = seen;
  const found = [...judgeOverdue(seen), ...judgeBehind(seen)];
  if (row?.state !== "PROPOSED") return found;
  const approvals = (await signaturesOf(db, row)).filter(
    ({ role, publicKey }) => role === "approver" && around.pool.settings.approvers.includes(publicKey),
  );
  const isOracleAwaited = (await findAsked(db, row, null)) !== null;
  const { threshold } = around.pool.settings;
  return [...found, ...judgeApprovals(seen, { given: approvals.length, threshold, isOracleAwaited })];
}

/** A scan that stops for less leaves days overdue, and they are told. */
const CATCHING_UP_MS = 36 * 3_600_000;

/**
 * The first scan of a pool that has paid for years knows a state of it that is long over: nothing is said of its days.
 * A scan that came to a stand is told as that, and the days that were late when it did stay told.
 */
export function isCatchingUp(readToMs: PosixMs, reachedMs: PosixMs): boolean {
  return reachedMs - readToMs > CATCHING_UP_MS;
}

/** More are the same trouble. */
const STOPPED_TOLD = 20;

async function lookAtStopped(db: Database): Promise<readonly Finding[]> {
  const rows = await db
    .select()
    .from(day)
    .where(isInStates(STOPPED_DAY_STATES))
    .orderBy(asc(day.dayIndex))
    .limit(STOPPED_TOLD);
  return rows.flatMap(judgeStopped);
}
