import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { DayState } from "@/server/domain/day/states";
import type { AmountState } from "@/server/services/published/published";
import type { DayBatch } from "@/server/services/published/read-day";

/** State names on console and public pages. "Paid" only for what the chain confirms. */
export const stateTexts = {
  day: {
    OPEN: "In progress",
    SNAPSHOT: "Calculating",
    CALCULATED: "Checking",
    CHECKED: "Preparing",
    PREVIEW: "In review",
    PROPOSED: "Awaiting approval",
    APPROVED: "Approved",
    COMMITTED: "Committed on chain",
    PAYING: "Paying",
    PAID: "Paid",
    FINAL: "Paid, final",
    PART_PAID: "Partly paid",
    CARRIED: "Rest carried over",
    CLOSED: "Closed",
    FROZEN: "Stopped",
  } satisfies Record<DayState, string>,
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
