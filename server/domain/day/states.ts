/** How far a day has come (server/domain/day/PROTOCOL.md, "State machine"). */
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

/* Every set of states that something is decided by. */

/** Such a day moves no more. */
export const ENDED_DAY_STATES: readonly DayState[] = ["FINAL", "CLOSED"];

/** Paid, and confirmed on chain: only a rollback changes it. */
export const PAID_DAY_STATES: readonly DayState[] = ["PAID", "FINAL"];

/**
 * What the day pays and carries is decided, so the next day may begin. The oldest day that is not settled is the next
 * to be paid.
 */
export const SETTLED_DAY_STATES: readonly DayState[] = [...PAID_DAY_STATES, "CLOSED"];

/** Read at a snapshot, and nothing is signed yet: a rollback of the snapshot's block only reads the day again. */
export const UNSIGNED_DAY_STATES: readonly DayState[] = ["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW"];

/** The plan is on chain. */
export const COMMITTED_DAY_STATES: readonly DayState[] = ["COMMITTED", "PAYING", "PAID"];

/** Somebody has signed for such a day, and the chain may yet say more of it. */
export const SIGNED_DAY_STATES: readonly DayState[] = ["PROPOSED", "APPROVED", ...COMMITTED_DAY_STATES];

/** Nothing moves on by itself. */
export const STOPPED_DAY_STATES: readonly DayState[] = ["FROZEN", "PART_PAID"];

/** The report is fixed. Before, the lines may still change or be wrong, and are shown to nobody. */
export const PUBLISHED_DAY_STATES: readonly DayState[] = [
  "PREVIEW",
  ...SIGNED_DAY_STATES,
  "FINAL",
  "PART_PAID",
  "CLOSED",
];
