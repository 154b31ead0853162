import type { DayIndex, PosixMs } from "../units";
import { dayEndMs } from "./calendar";

/** Lengths in milliseconds; minutes in the demo, hours in production. */
export type TimelineSettings = {
  readonly intervalMs: number;
  /** How long players can review the report after it is published. */
  readonly previewMs: number;
  /** After the day's end. */
  readonly approvalDueMs: number;
  /** After the day's end: the deadline of the plan on chain. */
  readonly deadlineMs: number;
};

const HOUR_MS = 3_600_000;

/** For production: see server/domain/day/PROTOCOL.md, "The day". */
export const DEFAULT_TIMELINE: TimelineSettings = {
  intervalMs: 24 * HOUR_MS,
  previewMs: 2 * HOUR_MS,
  approvalDueMs: 12 * HOUR_MS,
  deadlineMs: 20 * HOUR_MS,
};

export type Timeline = {
  readonly dayEndMs: PosixMs;
  readonly previewUntilMs: PosixMs;
  readonly approvalDueMs: PosixMs;
  readonly deadlineMs: PosixMs;
  /** True if the day is being caught up: its times count from the preview and not from its end. */
  readonly late: boolean;
};

/**
 * When things are due, in chain time. `previewFromMs` is when the report was published, or now for a forecast. A day so
 * late that its review would end after the approval is due gets the same lengths again, counted from its preview, so
 * that nobody is asked to sign for a deadline in the past.
 */
export function timeline(settings: TimelineSettings, dayIndex: DayIndex, previewFromMs: PosixMs): Timeline {
  const problem = findTimelineProblem(settings);
  if (problem) throw new RangeError(problem);
  const endMs = dayEndMs(dayIndex, settings.intervalMs);
  const previewUntilMs = Math.max(endMs, previewFromMs) + settings.previewMs;
  const late = previewUntilMs > endMs + settings.approvalDueMs;
  const fromMs = late ? previewFromMs : endMs;
  return {
    dayEndMs: endMs,
    previewUntilMs,
    approvalDueMs: fromMs + settings.approvalDueMs,
    deadlineMs: fromMs + settings.deadlineMs,
    late,
  };
}

/** What is wrong with the settings, or null. */
export function findTimelineProblem(settings: TimelineSettings): string | null {
  const { previewMs, approvalDueMs, deadlineMs } = settings;
  if ([previewMs, approvalDueMs, deadlineMs].some((length) => !Number.isSafeInteger(length) || length < 0)) {
    return "previewMs, approvalDueMs and deadlineMs must be whole numbers of milliseconds, 0 or more";
  }
  if (previewMs > approvalDueMs) return `previewMs (${previewMs}) must end by approvalDueMs (${approvalDueMs})`;
  if (approvalDueMs >= deadlineMs)
    return `approvalDueMs (${approvalDueMs}) must come before deadlineMs (${deadlineMs})`;
  return null;
}
