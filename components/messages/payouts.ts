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
  /** Of a batch that has no transaction of this installation. */
  batch: { notBuilt: "not built yet", carried: "goes to a later day", onChain: "On chain" },
} as const;
