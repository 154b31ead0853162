import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { AmountState } from "@/server/services/published/published";
import type { DayBatch } from "@/server/services/published/read-day";
import { DAY_STATE_WORDS } from "@/server/words/day-state";

/** State names on console and public pages. */
export const stateTexts = {
  day: DAY_STATE_WORDS,
  /** A day whose end has passed and that nothing has been done for yet. */
  ended: "Ended",
  waitsFor: (day: number) => `Ended, waiting for day ${day}`,
  attempt: {
    BUILT: "Built",
    BROADCAST: "Submitted",
    IN_LEDGER: "In a block",
    CONFIRMED: "Confirmed",
    FINAL: "Final",
    EXPIRED: "Expired",
    ORPHANED: "Orphaned",
    SUPERSEDED: "Superseded",
  } satisfies Record<AttemptState, string>,
  batch: {
    waiting: "Not sent",
    submitted: "Submitted",
    "in-ledger": "In a block",
    confirmed: "Paid",
    carried: "Carried over",
  } satisfies Record<DayBatch["state"], string>,
  amount: {
    estimated: "Estimated",
    "under-objection": "In review",
    "awaiting-approval": "Awaiting approval",
    approved: "Approved",
    submitted: "Submitted",
    confirmed: "Paid",
    carried: "Carried over",
    stopped: "Stopped",
  } satisfies Record<AmountState, string>,
};
