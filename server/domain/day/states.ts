/** The state of a day (server/domain/day/PROTOCOL.md, "State machine"). */
export const DAY_STATES = [
  "OPEN",
  "SNAPSHOT",
  "CALCULATED",
  "CHECKED",
  "PREVIEW",
  "PROPOSED",
  "APPROVED",
  "COMMITTED",
  "PAYING",
  "PAID",
  "FINAL",
  "PART_PAID",
  "CARRIED",
  "CLOSED",
  "FROZEN",
] as const;
export type DayState = (typeof DAY_STATES)[number];

/* All sets of states that decisions use. */

/**
 * Such a day no longer moves; a CLOSED one only if a day before it has not ended either, and is read again (reopen in
 * moves.ts).
 */
export const ENDED_DAY_STATES: readonly DayState[] = ["FINAL", "CARRIED", "CLOSED"];

/** All others. */
export const UNENDED_DAY_STATES: readonly DayState[] = DAY_STATES.filter((state) => !ENDED_DAY_STATES.includes(state));

/** Paid, and confirmed on chain: only a rollback changes it. */
export const PAID_DAY_STATES: readonly DayState[] = ["PAID", "FINAL"];

/** How its plan ended on chain is confirmed and recorded: with all batches paid, or some. */
export const RECORDED_DAY_STATES: readonly DayState[] = [...PAID_DAY_STATES, "CARRIED"];

/**
 * What the day pays and carries is decided, so the next may begin. The oldest unsettled day is paid next. What a
 * PART_PAID one left unpaid is paid by the next plan, unless people resume its own.
 */
export const SETTLED_DAY_STATES: readonly DayState[] = [...RECORDED_DAY_STATES, "PART_PAID", "CLOSED"];

/** All others. */
export const UNSETTLED_DAY_STATES: readonly DayState[] = DAY_STATES.filter(
  (state) => !SETTLED_DAY_STATES.includes(state),
);

/** Read at a snapshot, and nobody was asked to sign: a rollback of the snapshot's block only reads the day again. */
export const UNSIGNED_DAY_STATES: readonly DayState[] = ["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW"];

/** The plan is on chain, where a rollback can still reach. */
export const COMMITTED_DAY_STATES: readonly DayState[] = ["COMMITTED", "PAYING", "PART_PAID", "PAID"];

/** Waits for people, and later days wait for it. */
export const STOPPED_DAY_STATES: readonly DayState[] = ["FROZEN"];

/** Signers were asked for the day, which counts as signed, and the chain may still change it. */
export const SIGNED_DAY_STATES: readonly DayState[] = ["PROPOSED", "APPROVED", ...COMMITTED_DAY_STATES];

/** The report is fixed. Before that, the lines may change or be wrong, and are not shown. */
export const PUBLISHED_DAY_STATES: readonly DayState[] = ["PREVIEW", ...SIGNED_DAY_STATES, ...ENDED_DAY_STATES];
