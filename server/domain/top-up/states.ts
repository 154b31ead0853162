/**
 * State of a top-up: a deposit that somebody asked for in the console (ARCHITECTURE.md, "Decisions"). The pool has one
 * output, so a transaction that adds to it is for one state of the pool alone: it is built when no payout is on its
 * way, and again for the next state if the pool moves before its owner has signed.
 */
export const TOP_UP_STATES = ["ASKED", "BUILT", "SIGNED", "SENT", "LANDED", "DONE", "ENDED"] as const;
export type TopUpState = (typeof TOP_UP_STATES)[number];

/** Something is still to come; one person has at most one. */
export const OPEN_TOP_UP_STATES: readonly TopUpState[] = ["ASKED", "BUILT", "SIGNED", "SENT", "LANDED"];

/** The operator has not signed, so nothing of it can land. */
export const UNSENT_TOP_UP_STATES: readonly TopUpState[] = ["ASKED", "BUILT", "SIGNED"];

type Move = { readonly from: readonly TopUpState[]; readonly to: TopUpState };

/** The moves as data. What the chain took is among them only by what our own scan shows. */
export const TOP_UP_MOVES = {
  /** A transaction on the pool's present state waits for its owner's signatures. */
  build: { from: ["ASKED"], to: "BUILT" },
  /** The pool has moved, or the transaction can land no more: another is built. */
  return: { from: ["BUILT", "SIGNED", "SENT"], to: "ASKED" },
  sign: { from: ["BUILT"], to: "SIGNED" },
  /** The operator has signed too; the bytes are stored, and about to be sent. */
  send: { from: ["SIGNED"], to: "SENT" },
  land: { from: ["SENT"], to: "LANDED" },
  /** A rollback took it: the same bytes are sent again. */
  lose: { from: ["LANDED"], to: "SENT" },
  /** A transaction of it that was given up is in a block after all. */
  find: { from: ["ASKED", "BUILT", "SIGNED", "ENDED"], to: "LANDED" },
  /** Deeper than a rollback can reach. */
  finish: { from: ["LANDED"], to: "DONE" },
  /** Taken back by its owner, or it cannot be. */
  end: { from: ["ASKED", "BUILT", "SIGNED", "SENT"], to: "ENDED" },
} as const satisfies Record<string, Move>;

export type TopUpMove = keyof typeof TOP_UP_MOVES;

export function canMoveTopUp(state: TopUpState, move: TopUpMove): boolean {
  const { from }: Move = TOP_UP_MOVES[move];
  return from.includes(state);
}
