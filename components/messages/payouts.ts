import { count } from "./terms";

/** The console's list of days and their transactions. */
export const payoutsTexts = {
  title: "Payouts",
  note: "All days with a snapshot, and their transactions.",
  none: "No days yet",
  noneNote: "The first day appears after its snapshot.",
  before: (day: number) => `Days before ${day}`,
  summary: (amount: string, recipients: number, batches: number) =>
    `${amount} to ${count(recipients, "recipient")}, ${count(batches, "batch", "batches")}`,
  open: "Plan and approvals",
  fees: "Fees",
} as const;
