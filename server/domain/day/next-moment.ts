import type { PosixMs } from "../units";
import type { DayState } from "./states";

export const NEXT_MOMENTS = [
  "day-ends",
  "calculation",
  "review-ends",
  "approval-due",
  "signing-closes",
  "new-proposal",
  "payment",
  "release",
] as const;

/**
 * What a day waits for before it is paid, and until when; null where no time is known.
 *
 * - `calculation`: it has ended; its last block gets deep enough, and is read and checked.
 * - `signing-closes`: the approval is overdue. After that time the plan must be proposed again (`new-proposal`).
 * - `payment`: approved; paid by the plan's deadline.
 * - `release`: it is stopped.
 */
export type NextMoment = { readonly kind: (typeof NEXT_MOMENTS)[number]; readonly atMs: PosixMs | null };

type Day = {
  readonly state: DayState;
  readonly times: {
    readonly dayEndMs: PosixMs;
    readonly previewUntilMs: PosixMs | null;
    readonly approvalDueMs: PosixMs | null;
    readonly deadlineMs: PosixMs | null;
  };
  /** Until when a proposed plan can be signed. */
  readonly signUntilMs: PosixMs | null;
};

export function nextMomentOf({ state, times, signUntilMs }: Day, nowMs: PosixMs): NextMoment {
  switch (state) {
    case "OPEN":
      return nowMs < times.dayEndMs ? { kind: "day-ends", atMs: times.dayEndMs } : { kind: "calculation", atMs: null };
    case "SNAPSHOT":
    case "CALCULATED":
    case "CHECKED":
      return { kind: "calculation", atMs: null };
    case "PREVIEW":
      return { kind: "review-ends", atMs: times.previewUntilMs };
    case "PROPOSED":
      if (times.approvalDueMs !== null && nowMs <= times.approvalDueMs)
        return { kind: "approval-due", atMs: times.approvalDueMs };
      return signUntilMs !== null && nowMs < signUntilMs
        ? { kind: "signing-closes", atMs: signUntilMs }
        : { kind: "new-proposal", atMs: null };
    case "FROZEN":
      return { kind: "release", atMs: null };
    default:
      return { kind: "payment", atMs: times.deadlineMs };
  }
}
