import { COMMITTED_DAY_STATES, type DayState } from "../day/states";
import { type TimelineSettings, timeline } from "../day/timeline";
import type { DayIndex, Lovelace, PosixMs } from "../units";

/** The oldest day that has ended and is not settled: all later ones wait for it. Times are those of slots. */
export type DayInTurn = {
  readonly dayIndex: DayIndex;
  /** Null where the engine has not opened it. */
  readonly state: DayState | null;
  readonly stateSinceMs: PosixMs;
  /** Null before it is calculated. */
  readonly totalLovelace: Lovelace | null;
  /** From when on it could be worked on: its end, or when the day before was settled, if that was later. */
  readonly turnMs: PosixMs;
  /** When its last block was deep enough to be read. Null while our scan has no such block. */
  readonly readableMs: PosixMs | null;
  /** Of its published report. */
  readonly previewUntilMs: PosixMs;
  readonly approvalDueMs: PosixMs;
  /** The contract takes no Commit before. */
  readonly commitFromMs: PosixMs;
  /** The contract's shortest time between a Commit and its deadline. */
  readonly minWindowMs: number;
  readonly settings: TimelineSettings;
  /** Days after it that have ended too. */
  readonly later: number;
};

const MINUTE_MS = 60_000;
/** Blocks may be missing for minutes, and a step may calculate for some. */
const GRACE_MS = 15 * MINUTE_MS;
/** A day that pays nothing closes k blocks later: 3k/f slots, 36 hours, are the longest that the ledger allows for. */
const FINALITY_MS = 36 * 60 * MINUTE_MS;

/** What is late by less than this is in time. On a devnet whose days are shorter, it is one of its days. */
export const graceMs = ({ settings }: DayInTurn): number => Math.min(GRACE_MS, settings.intervalMs);

/**
 * By when the day is to be paid. Counted from its turn: days that are caught up have the same lengths again, and a
 * report that came late by our own fault moves nothing. Null for a day that pays nothing.
 */
export function paidByMs(day: DayInTurn): PosixMs | null {
  if (day.totalLovelace === 0n) return null;
  const { deadlineMs } = timeline(day.settings, day.dayIndex, day.turnMs);
  const isCommitted = day.state !== null && COMMITTED_DAY_STATES.includes(day.state);
  return isCommitted ? deadlineMs : Math.max(deadlineMs, day.commitFromMs + day.minWindowMs);
}

/**
 * By when the day should have left its state. Null where no time is set: while the chain has too few blocks for it
 * (odd blocks and empty slots are nobody's delay), while it is being paid, and while it is stopped.
 */
export function movesByMs(day: DayInTurn): PosixMs | null {
  const { state, stateSinceMs, turnMs, readableMs } = day;
  switch (state) {
    case null:
    case "OPEN":
      return readableMs === null ? null : Math.max(readableMs, turnMs);
    case "SNAPSHOT":
    case "CALCULATED":
    case "COMMITTED":
      return stateSinceMs;
    case "CHECKED":
      return day.totalLovelace === 0n ? stateSinceMs + FINALITY_MS : stateSinceMs;
    case "PREVIEW":
      return Math.max(day.previewUntilMs, turnMs);
    case "PROPOSED":
      return day.approvalDueMs;
    case "APPROVED":
      return Math.max(stateSinceMs, day.commitFromMs);
    default:
      return null;
  }
}
