import { DAY_STATES, type DayState, ENDED_DAY_STATES, UNSIGNED_DAY_STATES } from "./states";

type Move = { readonly from: readonly DayState[]; readonly to: DayState };

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
  /** The review period is over and the oracle has signed. */
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
  /** A rollback took the snapshot's block, or what else it was read from has changed. */
  readAnew: { from: UNSIGNED_DAY_STATES, to: "OPEN" },
  /** The deadline has passed on chain, deep enough; the same report gets a new one. */
  proposeAgain: { from: ["PROPOSED", "APPROVED"], to: "PREVIEW" },
  /** A rollback took the Commit. */
  loseCommit: { from: ["COMMITTED", "PAYING"], to: "APPROVED" },
  /** A rollback took a batch. */
  loseBatch: { from: ["PAID"], to: "PAYING" },
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
 * A person may stop a day until its Commit is built. After that its deadline may pass while it is stopped, and what is
 * unpaid then has no way on yet (PROTOCOL.md, "Not built yet").
 */
export const STOPPABLE_DAY_STATES: readonly DayState[] = ["OPEN", ...UNSIGNED_DAY_STATES, "PROPOSED", "APPROVED"];
