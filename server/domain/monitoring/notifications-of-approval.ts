import type { DayIndex, Lovelace, PosixMs } from "../units";
import { isHistory, NO_TIDINGS, type Notification, type Tidings } from "./notification";
import type { NotificationEventOf } from "./notification-events";
import { approvalKeys } from "./notifications-of-day";

/** What of a day can be signed now, and by whom. */
export type ApprovalNow = {
  readonly dayIndex: DayIndex;
  readonly of: "plan" | "resume";
  readonly lovelace: Lovelace;
  readonly deadlineMs: PosixMs;
  readonly untilMs: PosixMs;
  readonly approvals: number;
  readonly threshold: number;
  /** Those whose signature would count and is not there. */
  readonly mayStillSign: readonly string[];
  /** How often the day was stopped: after its release it is said again that it waits. */
  readonly stops: number;
};

/** An approval is wanted as long as somebody can give it, however long ago it was asked for. */
export function wantedApproval(now: ApprovalNow | null): Tidings {
  if (now === null || now.approvals >= now.threshold || now.mayStillSign.length === 0) return NO_TIDINGS;
  const { dayIndex, of, lovelace, deadlineMs, untilMs, approvals, threshold, mayStillSign, stops } = now;
  const told: Notification = {
    key: `${approvalKeys(dayIndex)}${deadlineMs}:${stops}`,
    concern: "waits",
    to: { kind: "people", ids: mayStillSign },
    what: { kind: "approval-wanted", dayIndex, of, lovelace, approvals, threshold, untilMs },
  };
  return { told: [told], over: [] };
}

/** A signature is told once it is the last one that is needed. */
export function notificationsOfSignature(event: NotificationEventOf<"approval.added">, nowMs: PosixMs): Tidings {
  const { dayIndex, of, deadlineMs, approvals, threshold } = event.payload;
  if (approvals < threshold) return NO_TIDINGS;
  const told: Notification = {
    key: `day:${dayIndex}:approved:${deadlineMs}`,
    concern: "happened",
    to: { kind: "team" },
    what: { kind: "approved", dayIndex, of, threshold },
  };
  return { told: isHistory(event, nowMs) ? [] : [told], over: [approvalKeys(dayIndex)] };
}
