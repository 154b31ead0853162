/** What a transaction of ours does with the pool (contracts/README.md names the acts). Only a Pay has a batch. */
export type AttemptKind = "commit" | "pay" | "expire" | "resume";

/** State of such a transaction (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm"). */
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

/** In no block that we hold; it can still land. */
export const PENDING_ATTEMPT_STATES: readonly AttemptState[] = ["BUILT", "BROADCAST"];

/** In a block; a rollback can still take it. */
export const LANDED_ATTEMPT_STATES: readonly AttemptState[] = ["IN_LEDGER", "CONFIRMED"];

/** The chain can still change it. */
export const OPEN_ATTEMPT_STATES: readonly AttemptState[] = [...PENDING_ATTEMPT_STATES, ...LANDED_ATTEMPT_STATES];

/** A batch has at most one attempt in these states: it has landed or can still land. */
export const LIVE_ATTEMPT_STATES: readonly AttemptState[] = [...OPEN_ATTEMPT_STATES, "FINAL"];

/** Its bytes were sent; it may be, or is, on chain. */
export const SENT_ATTEMPT_STATES: readonly AttemptState[] = ["BROADCAST", ...LANDED_ATTEMPT_STATES, "FINAL"];

type Move = { readonly from: readonly AttemptState[]; readonly to: AttemptState };

/**
 * The moves of an attempt, as data. Answers to submissions are not among them: only what the chain shows moves an
 * attempt.
 */
export const ATTEMPT_MOVES = {
  /** Its bytes are about to be sent for the first time. */
  broadcast: { from: ["BUILT"], to: "BROADCAST" },
  /** Our own scan found it, valid, with the expected outputs. Another instance may have sent it. */
  land: { from: PENDING_ATTEMPT_STATES, to: "IN_LEDGER" },
  confirm: { from: ["IN_LEDGER"], to: "CONFIRMED" },
  /** Deeper than a rollback can reach. */
  finish: { from: ["CONFIRMED"], to: "FINAL" },
  /** A rollback took it: the same bytes are sent again. */
  lose: { from: LANDED_ATTEMPT_STATES, to: "BROADCAST" },
  /** Every block past its expiry slot is ours, deep enough, without it, and its input is unspent. */
  expire: { from: PENDING_ATTEMPT_STATES, to: "EXPIRED" },
  /** The same, but its input is gone: the transaction that made it was rolled back. */
  orphan: { from: PENDING_ATTEMPT_STATES, to: "ORPHANED" },
  /** Another transaction spent its input: what is built next spends what that one made, so both can never land. */
  supersede: { from: PENDING_ATTEMPT_STATES, to: "SUPERSEDED" },
} as const satisfies Record<string, Move>;

export type AttemptMove = keyof typeof ATTEMPT_MOVES;

export function canMoveAttempt(state: AttemptState, move: AttemptMove): boolean {
  const { from }: Move = ATTEMPT_MOVES[move];
  return from.includes(state);
}
