/**
 * What is known of one transaction that was built to pay a batch (server/domain/day/PROTOCOL.md, "Build, broadcast,
 * confirm").
 */
export const ATTEMPT_STATES = [
  "BUILT",
  "BROADCAST",
  "IN_LEDGER",
  "CONFIRMED",
  "FINAL",
  "EXPIRED",
  "ORPHANED",
  "SUPERSEDED",
] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** In no block that we hold, and it can still land. */
export const PENDING_ATTEMPT_STATES: readonly AttemptState[] = ["BUILT", "BROADCAST"];

/** In a block, and a rollback can still take it. */
export const LANDED_ATTEMPT_STATES: readonly AttemptState[] = ["IN_LEDGER", "CONFIRMED"];

/** The chain still has something to say about it. */
export const OPEN_ATTEMPT_STATES: readonly AttemptState[] = [...PENDING_ATTEMPT_STATES, ...LANDED_ATTEMPT_STATES];

/** While an attempt is in one of these, its batch may have no other: it has landed or can still land. */
export const LIVE_ATTEMPT_STATES: readonly AttemptState[] = [...OPEN_ATTEMPT_STATES, "FINAL"];

/** Its bytes have left this machine, and it may be, or is, on chain. */
export const SENT_ATTEMPT_STATES: readonly AttemptState[] = ["BROADCAST", ...LANDED_ATTEMPT_STATES, "FINAL"];

type Move = { readonly from: readonly AttemptState[]; readonly to: AttemptState };

/**
 * What may happen to an attempt, as data. No answer to a submission is among it: only what the chain shows moves an
 * attempt on.
 */
export const ATTEMPT_MOVES = {
  /** Its bytes are about to be sent for the first time. */
  broadcast: { from: ["BUILT"], to: "BROADCAST" },
  /** Our own scan found it, valid, with the expected outputs; another instance may have sent it. */
  land: { from: PENDING_ATTEMPT_STATES, to: "IN_LEDGER" },
  confirm: { from: ["IN_LEDGER"], to: "CONFIRMED" },
  /** Deeper than a rollback can reach. */
  finish: { from: ["CONFIRMED"], to: "FINAL" },
  /** A rollback took it: the same bytes are sent again. */
  lose: { from: LANDED_ATTEMPT_STATES, to: "BROADCAST" },
  /** Every block past its expiry slot is ours, deep enough, without it, and its input is still there. */
  expire: { from: PENDING_ATTEMPT_STATES, to: "EXPIRED" },
  /** The same, and what made its input is gone. */
  orphan: { from: PENDING_ATTEMPT_STATES, to: "ORPHANED" },
  /** The same, and another transaction spent its input, which is final. */
  supersede: { from: PENDING_ATTEMPT_STATES, to: "SUPERSEDED" },
} as const satisfies Record<string, Move>;

export type AttemptMove = keyof typeof ATTEMPT_MOVES;

export function canMoveAttempt(state: AttemptState, move: AttemptMove): boolean {
  const { from }: Move = ATTEMPT_MOVES[move];
  return from.includes(state);
}
