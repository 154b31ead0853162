import type { LineReason } from "../domain/rewards/reward-line";

/** Why an amount is carried over instead of being paid. */
const WORDS: Record<LineReason, string | null> = {
  payable: null,
  "nothing-earned": null,
  "below-minimum": "Below the minimum payout.",
  excluded: "Held back while the rules exclude the address or its owner.",
  "unpayable-address": "Held back: the rules do not allow payments to this address.",
  "reserved-address": "Held back: the address belongs to the game or to this service.",
  "over-limit": "Waits for a later day: there was no room in the payout limits.",
  "day-closed": "Waits for a later day: two administrators closed this one without payment.",
};

/** A sentence; null where nothing is held back. */
export function sayLineReason(reason: LineReason): string | null {
  return WORDS[reason];
}
