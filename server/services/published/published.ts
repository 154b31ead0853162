import { type DayState, PUBLISHED_DAY_STATES } from "@/server/domain/day/states";
import type { DayRow } from "../day/move-day";

/** Where a day stands, or stood when it was stopped. */
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
  PART_PAID: "stopped",
  CLOSED: "carried",
  FROZEN: "stopped",
};

/** What the day alone says of its amounts; what is known of their own transactions goes before it. */
export function amountStateOfDay(state: DayState): AmountState {
  return BY_DAY_STATE[state];
}
