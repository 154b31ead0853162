import { DAY_STATES, type DayState, ENDED_DAY_STATES, UNSIGNED_DAY_STATES } from "./states";

type Move = { readonly from: readonly DayState[]; readonly to: DayState };

/** Nothing that the chain holds follows from the day yet, by this database. */
const NOT_COMMITTED = ["OPEN", ...UNSIGNED_DAY_STATES, "PROPOSED", "APPROVED", "FROZEN", "CLOSED"] as const;

/**
 * The state machine of a day, as data: all that may happen to one. Each move has callers by name
 * (server/services/day/move-callers.test.ts finds them), and nothing else changes a state. Freezing and its release are
 * separate: a release leads back to the state in which the day was frozen.
 */
export const DAY_MOVES = {
  /** The day's last block is deep enough. */
  takeSnapshot: { from: ["OPEN"], to: "SNAPSHOT" },
  /** The rewards are calculated. */
  calculate: { from: ["SNAPSHOT"], to: "CALCULATED" },
  /** Both calculations and the checks agree. */
  check: { from: ["CALCULATED"], to: "CHECKED" },
  /** There is something to pay; the report is published. */
  publish: { from: ["CHECKED"], to: "PREVIEW" },
  /** Nothing is payable; the report is published. */
  close: { from: ["CHECKED"], to: "CLOSED" },
  /** The review period is over: the signers are asked for the plan, which counts as signed from here on. */
  propose: { from: ["PREVIEW"], to: "PROPOSED" },
  /** Enough approvers have signed. */
  approve: { from: ["PROPOSED"], to: "APPROVED" },
  /** The Commit is on chain. */
  commit: { from: ["APPROVED"], to: "COMMITTED" },
  /** The first batch may be built. */
  startPaying: { from: ["COMMITTED"], to: "PAYING" },
  /** Every batch is confirmed. */
  pay: { from: ["PAYING"], to: "PAID" },
  /** Every batch is deeper than a rollback can reach. */
  finish: { from: ["PAID"], to: "FINAL" },
  /** An Expire or a Cancel landed. */
  endUnpaid: { from: ["COMMITTED", "PAYING"], to: "PART_PAID" },
  /** A Resume landed: the same plan goes on. */
  resume: { from: ["PART_PAID"], to: "PAYING" },
  /** The Commit that binds what was left unpaid, and pays it, is deeper than a rollback can reach. */
  carry: { from: ["PART_PAID"], to: "CARRIED" },
  /** A rollback took the snapshot's block, or what else it was read from has changed; or two people want it. */
  readAnew: { from: [...UNSIGNED_DAY_STATES, "FROZEN"], to: "OPEN" },
  /** Two people close a stopped day: it is read to pay nothing, so everything is carried. */
  closeCarried: { from: ["FROZEN"], to: "OPEN" },
  /** The deadline has passed on chain, deep enough; the signers are asked for the same plan with a new one. */
  proposeAgain: { from: ["PROPOSED", "APPROVED"], to: "PROPOSED" },
  /** What was signed can never land: the state of the pool that it was signed for, or its deadline, is over finally. */
  voidPlan: { from: ["PROPOSED", "APPROVED"], to: "OPEN" },
  /** A rollback took the Commit. */
  loseCommit: { from: ["COMMITTED", "PAYING", "PART_PAID", "PAID"], to: "APPROVED" },
  /** A rollback took a batch. */
  loseBatch: { from: ["PAID"], to: "PAYING" },
  /** A rollback took the Expire or the Cancel. */
  loseEnd: { from: ["PART_PAID"], to: "PAYING" },
  /** The day before is read again, so it carries something else. */
  reopen: { from: ["CLOSED"], to: "OPEN" },
  /** The chain holds a plan for the day that this database does not: its published report becomes the day's. */
  adopt: { from: NOT_COMMITTED, to: "PROPOSED" },
  /** The report of a plan on chain names one that closed the day. */
  adoptClosed: { from: NOT_COMMITTED, to: "CLOSED" },
} as const satisfies Record<string, Move>;

export type DayMove = keyof typeof DAY_MOVES;

export function canMove(state: DayState, move: DayMove): boolean {
  const { from }: Move = DAY_MOVES[move];
  return from.includes(state);
}

/** A day may be frozen in every state that it can still leave. */
export const FREEZABLE_DAY_STATES: readonly DayState[] = DAY_STATES.filter(
  (state) => state !== "FROZEN" && !ENDED_DAY_STATES.includes(state),
);

/**
 * A person may stop a day until its Commit is built. After that only a Cancel stops it: a stopped day is not paid, but
 * its deadline passes all the same.
 */
export const STOPPABLE_DAY_STATES: readonly DayState[] = ["OPEN", ...UNSIGNED_DAY_STATES, "PROPOSED", "APPROVED"];
