/** What is known of one transaction that was built to pay a batch (payouts.md, "Build, broadcast, confirm"). */
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

/** While an attempt is in one of these, its batch may have no other: it can still land. */
export const LIVE_ATTEMPT_STATES: readonly AttemptState[] = ["BUILT", "BROADCAST", "IN_LEDGER", "CONFIRMED", "FINAL"];

export type AttemptTransition = {
  readonly from: AttemptState;
  readonly to: AttemptState;
  readonly because: string;
};

const EXPIRED = "two sources and every block past its expiry slot prove that it can never land";
const ORPHANED = "what made its input is gone and can never land again";
const SUPERSEDED = "another transaction spent its input, and that is final";

/**
 * No answer to a submission is among the reasons: only what the chain shows moves an attempt. What is found
 * in the ledger outranks what was believed before, so the first two ways of giving up lead back.
 */
export const ATTEMPT_TRANSITIONS: readonly AttemptTransition[] = [
  { from: "BUILT", to: "BROADCAST", because: "its bytes were sent for the first time" },
  { from: "BUILT", to: "IN_LEDGER", because: "it is on chain: another instance sent it" },
  { from: "BROADCAST", to: "IN_LEDGER", because: "our own scan found it, valid, with the expected outputs" },
  { from: "IN_LEDGER", to: "CONFIRMED", because: "it is as deep as a confirmation needs" },
  { from: "CONFIRMED", to: "FINAL", because: "it is deeper than a rollback can reach" },
  { from: "IN_LEDGER", to: "BROADCAST", because: "a rollback took it: the same bytes are sent again" },
  { from: "CONFIRMED", to: "BROADCAST", because: "a rollback took it: the same bytes are sent again" },
  { from: "CONFIRMED", to: "IN_LEDGER", because: "after a rollback it is in a later block" },
  { from: "BUILT", to: "EXPIRED", because: EXPIRED },
  { from: "BROADCAST", to: "EXPIRED", because: EXPIRED },
  { from: "BUILT", to: "ORPHANED", because: ORPHANED },
  { from: "BROADCAST", to: "ORPHANED", because: ORPHANED },
  { from: "BUILT", to: "SUPERSEDED", because: SUPERSEDED },
  { from: "BROADCAST", to: "SUPERSEDED", because: SUPERSEDED },
  { from: "EXPIRED", to: "IN_LEDGER", because: "a rollback deeper than the proof brought it back" },
  { from: "ORPHANED", to: "IN_LEDGER", because: "a rollback deeper than the proof brought it back" },
];

export function canAttemptTransition(from: AttemptState, to: AttemptState): boolean {
  return ATTEMPT_TRANSITIONS.some((transition) => transition.from === from && transition.to === to);
}
