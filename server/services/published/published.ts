import { type DayState, PUBLISHED_DAY_STATES } from "@/server/domain/day/states";
import type { DayRow } from "../day/move-day";

/** The state of a day, or the state it was stopped in. */
export function standingOf({ state, frozenFrom }: Pick<DayRow, "state" | "frozenFrom">): DayState {
  return state === "FROZEN" && frozenFrom ? frozenFrom : state;
}

export function isPublished(row: Pick<DayRow, "state" | "frozenFrom" | "reportHash">): boolean {
  return row.reportHash !== null && PUBLISHED_DAY_STATES.includes(standingOf(row));
}

/** The one state of an amount. Only `confirmed` may be called paid, and it comes from the chain. */
export const AMOUNT_STATES = [
  "estimated",
  "under-objection",
  "awaiting-approval",
  "approved",
  "submitted",
  "confirmed",
  "carried",
  "stopped",
] as const;
export type AmountState = (typeof AMOUNT_STATES)[number];

const BY_DAY_STATE: Record<DayState, AmountState> = {
  OPEN: "estimated",
  SNAPSHOT: "estimated",
  CALCULATED: "estimated",
  CHECKED: "estimated",
  PREVIEW: "under-objection",
  PROPOSED: "awaiting-approval",
  APPROVED: "approved",
  COMMITTED: "approved",
  PAYING: "approved",
  PAID: "confirmed",
  FINAL: "confirmed",
  PART_PAID: "carried",
  CARRIED: "carried",
  CLOSED: "carried",
  FROZEN: "stopped",
};

/** The state by the day alone. What is known of the amount's own transactions comes first. */
export function amountStateOfDay(state: DayState): AmountState {
  return BY_DAY_STATE[state];
}
