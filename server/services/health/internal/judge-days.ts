import { type HealthPart, type HealthState, healthPart } from "@/server/domain/health/part";
import type { DayIndex, PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import type { Awaited } from "../who-is-awaited";

export type Backlog = {
  /** Days that ended and are not paid: those without a row among them. */
  readonly ended: number;
  /** The one that is paid next. */
  readonly oldest: DayIndex;
  /** How long ago that day was to be paid (server/domain/monitoring/day-in-turn.ts); negative while it is in time. */
  readonly lateMs: number;
  /** So long a day may take: its interval, or its deadline if that is longer. */
  readonly dayTakesMs: number;
  /** When approvals are due, if they are awaited. */
  readonly approvalDueMs: PosixMs | null;
  readonly reachedMs: PosixMs;
  readonly awaited: Awaited;
};

/** Whether days that ended are paid, and who is awaited. */
export function judgeDays(backlog: Backlog | null): HealthPart {
  if (backlog === null) return healthPart("days", { state: "ok", fact: "Every day that has ended is settled." });
  const { ended, oldest, awaited, lateMs } = backlog;
  const many =
    ended === 1 ? `Day ${oldest} has ended and is not paid yet` : `${ended} days have ended and are not paid`;
  const first = ended === 1 ? "" : `, from day ${oldest} on`;
  const late = lateMs > 0 ? `, ${sayAge(lateMs)} late` : "";
  const { who, next } = awaited;
  const fact = `${many}${first}${late}. Awaited: ${who}.`;
  return healthPart("days", { state: stateOf(backlog), fact, next, href: `/admin/days/${oldest}` });
}

/** One day is on its way to be paid. Where another has ended meanwhile, it is not in time, whatever its deadline. */
function stateOf({ ended, lateMs, dayTakesMs, approvalDueMs, reachedMs, awaited }: Backlog): HealthState {
  if (lateMs > dayTakesMs) return "failing";
  const overdue = approvalDueMs !== null && reachedMs > approvalDueMs;
  return ended > 1 || lateMs > 0 || overdue || awaited.isStopped ? "warning" : "ok";
}
