import { type DayInTurn, graceMs, movesByMs, paidByMs } from "@/server/domain/monitoring/day-in-turn";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { quoteDayState } from "@/server/words/day-state";
import { formatAda, formatMinute } from "@/server/words/format";
import type { SeenDay } from "../../health/read-day-in-turn";

type Judged = Pick<SeenDay, "day" | "reachedMs" | "nowMs"> & { readonly awaited: Pick<SeenDay["awaited"], "who"> };

/** A day whose money is unpaid after its time, whatever the chain, the engine or people do meanwhile. */
export function judgeOverdue(seen: Judged): Finding[] {
  const { day, awaited } = seen;
  const dueMs = paidByMs(day);
  if (dueMs === null || !isLate(seen, dueMs)) return [];
  const owed = day.totalLovelace === null ? "" : ` with ${formatAda(day.totalLovelace)} owed`;
  const wait = day.later === 0 ? "" : ` ${day.later} later ${day.later === 1 ? "day waits" : "days wait"} for it.`;
  const fact = `Day ${day.dayIndex} is ${stateOf(day)}${owed}, and was to be paid by ${formatMinute(dueMs)}.${wait} Awaited: ${awaited.who}.`;
  return [finding("day-overdue", seen, { dueMs, fact })];
}

/** A day that is still in a state which it should have left. */
export function judgeBehind(seen: Judged): Finding[] {
  const { day, awaited } = seen;
  const dueMs = movesByMs(day);
  if (dueMs === null || !isLate(seen, dueMs)) return [];
  const sinceMs = seen.reachedMs - dueMs;
  const fact = `Day ${day.dayIndex} is still ${stateOf(day)}, ${sayAge(sinceMs)} after it could have gone on. Awaited: ${awaited.who}.`;
  return [finding("day-behind", seen, { dueMs, fact })];
}

export type Approvals = { readonly given: number; readonly threshold: number; readonly isOracleAwaited: boolean };

/** Half of the time for approvals is over, and they are not enough. Once they are due, the day is behind. */
export function judgeApprovals(seen: Judged, { given, threshold, isOracleAwaited }: Approvals): Finding[] {
  const { day, reachedMs } = seen;
  if (day.state !== "PROPOSED" || given >= threshold) return [];
  const halfMs = day.stateSinceMs + (day.approvalDueMs - day.stateSinceMs) / 2;
  if (reachedMs < halfMs) return [];
  const have = isOracleAwaited ? "the oracle has not signed it" : `it has ${given} of ${threshold} approvals`;
  const due = `They are due by ${formatMinute(day.approvalDueMs)}`;
  const fact = `Half of the time to approve day ${day.dayIndex} is over, and ${have}. ${due}.`;
  return [finding("approval-late", seen, { dueMs: halfMs, fact })];
}

const isLate = ({ day, reachedMs }: Judged, dueMs: PosixMs) => reachedMs >= dueMs + graceMs(day);

const stateOf = ({ state }: DayInTurn) => (state === null ? "not opened" : quoteDayState(state));

type Late = { readonly dueMs: PosixMs; readonly fact: string };

/** The chain's time is told by the watch's clock, by which incidents are measured. */
function finding(kind: Finding["kind"], { day, reachedMs, nowMs }: Judged, { dueMs, fact }: Late): Finding {
  const next = `The day's page says what it waits for and what can be done: /admin/days/${day.dayIndex}`;
  return { kind, subject: `day:${day.dayIndex}`, fact, next, sinceMs: nowMs - (reachedMs - dueMs) };
}
