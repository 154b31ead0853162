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
  "CLOSED",
  "FROZEN",
] as const;
export type DayState = (typeof DAY_STATES)[number];

/* All sets of states that decisions use. */

/** Such a day no longer moves. */
export const ENDED_DAY_STATES: readonly DayState[] = ["FINAL", "CLOSED"];

/** Paid, and confirmed on chain: only a rollback changes it. */
export const PAID_DAY_STATES: readonly DayState[] = ["PAID", "FINAL"];

/** What the day pays and carries is decided, so the next may begin. The oldest unsettled day is paid next. */
export const SETTLED_DAY_STATES: readonly DayState[] = [...PAID_DAY_STATES, "CLOSED"];

/** All others. */
export const UNSETTLED_DAY_STATES: readonly DayState[] = DAY_STATES.filter(
  (state) => !SETTLED_DAY_STATES.includes(state),
);

/** Read at a snapshot and not signed: a rollback of the snapshot's block only reads the day again. */
export const UNSIGNED_DAY_STATES: readonly DayState[] = ["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW"];

/** The plan is on chain. */
export const COMMITTED_DAY_STATES: readonly DayState[] = ["COMMITTED", "PAYING", "PAID"];

/** Someone has signed for the day, and the chain may still change it. */
export const SIGNED_DAY_STATES: readonly DayState[] = ["PROPOSED", "APPROVED", ...COMMITTED_DAY_STATES];

/** Waits for people. */
export const STOPPED_DAY_STATES: readonly DayState[] = ["FROZEN", "PART_PAID"];

/** The report is fixed. Before that, the lines may change or be wrong, and are not shown. */
export const PUBLISHED_DAY_STATES: readonly DayState[] = [
  "PREVIEW",
  ...SIGNED_DAY_STATES,
  "FINAL",
  "PART_PAID",
  "CLOSED",
];
