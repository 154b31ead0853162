import type { DayState } from "@/server/domain/day/states";

/** What people call the state of a day. "Paid" only for what the chain confirms. */
export const DAY_STATE_WORDS: Record<DayState, string> = {
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
};

/** As `“Awaiting approval”`: within a sentence it is the name that the pages show. */
export const quoteDayState = (state: DayState) => `“${DAY_STATE_WORDS[state]}”`;
