import type { FieldTable } from "./field-words";
import { ada, count, duration, lines, percent } from "./units";

const blocks = count("block");
const depth = "0, more than 100000";
const publicDepth = `${depth}; less than 36 outside devnets`;
const factor = "0, more than 100000 %";

/** Every field of the operations. */
export const OPERATIONS_FIELDS: FieldTable = {
  previewMs: {
    label: "Review period",
    unit: duration,
    does: "How long a report is public before its plan is proposed.",
    refused: "more than the approvals' due time",
  },
  approvalDueMs: {
    label: "Approvals are due",
    unit: duration,
    does: "After the day's end. Later ones count too; pages and metrics call them late.",
    refused: "the plan's deadline or later",
  },
  deadlineMs: {
    label: "Plan's deadline",
    unit: duration,
    does: "After the day's end: what is not paid by then needs a new plan. Within what the contract allows.",
    refused: "more than 400 days",
  },
  snapshotDepth: {
    label: "Depth of a snapshot",
    unit: blocks,
    does: "A day is read once its last block is so deep.",
    refused: publicDepth,
  },
  readLag: {
    label: "Reading lag",
    unit: blocks,
    does: "Plays and tokens are read so far behind the tip. The pool is followed at the tip.",
    refused: "more than 1000, more than the depth of a snapshot",
  },
  restMs: {
    label: "Rest between two looks",
    unit: duration,
    does: "How long the source is left alone where nothing is left to read and no payment is on its way.",
    refused: "more than 10 minutes",
  },
  contradictionPauseMs: {
    label: "Pause after a contradiction",
    unit: duration,
    does: "The first pause after the source contradicted itself; it doubles up to a minute.",
    refused: "more than a minute",
  },
  confirmDepth: {
    label: "Depth of a confirmation",
    unit: blocks,
    does: "A payment so deep is shown as paid.",
    refused: depth,
  },
  expiryDepth: {
    label: "Depth that proves an expiry",
    unit: blocks,
    does: "A transaction is given up, and a plan proposed again, so many blocks past its time.",
    refused: publicDepth,
  },
  transactionLifetimeMs: {
    label: "Time for a transaction to land",
    unit: duration,
    does: "How long a transaction of ours is valid.",
    refused:
      "less than a second, more than 30 minutes; what leaves less than ten minutes to sign in the contract's window",
  },
  mostOutputsInBatch: {
    label: "Most recipients in a transaction",
    unit: count("recipient"),
    does: "Transactions may hold fewer, if addresses are long.",
    refused: "0, more than 10000",
  },
  mostInFlight: {
    label: "Payments in flight",
    unit: count("payment"),
    does: "So many may be sent before the first of them has landed.",
    refused: "0, more than 5",
  },
  resendBlocks: {
    label: "Blocks until it is sent again",
    unit: blocks,
    does: "The same bytes are sent again after so many blocks without being seen.",
    refused: "0, more than 1000",
  },
  mostRollback: {
    label: "Largest usual rollback",
    unit: blocks,
    does: "If the chain takes back more, payouts are held.",
    refused: depth,
  },
  holdWellMs: {
    label: "Chain well before payouts go on",
    unit: duration,
    does: "Payouts that were held because the chain was not well go on once it was well for so long.",
    refused: "more than 400 days",
  },
  singleSourceAcceptedBy: {
    label: "Accepted one source",
    unit: lines("names"),
    none: "nobody",
    does: "On mainnet: the two people who accepted that one chain source is read. Every report names them.",
    refused: "fewer than two names, or one twice",
  },
  "anomalies.minimumDays": {
    label: "Days before anomalies count",
    unit: count("day"),
    does: "With fewer paid days nothing is called unusual.",
    refused: "0, more than 365",
  },
  "anomalies.trailingDays": {
    label: "Days compared with",
    unit: count("day"),
    does: "So many of the latest days are compared with.",
    refused: "0, more than 365",
  },
  "anomalies.totalFactor": {
    label: "Unusual total",
    unit: percent,
    does: "A total over so much of the usual one stops the day.",
    refused: factor,
  },
  "anomalies.newRecipientShare": {
    label: "Unusual share of new recipients",
    unit: percent,
    does: "More recipients whom none of those days paid stop the day.",
    refused: factor,
  },
  "anomalies.largestShare": {
    label: "Unusual largest share",
    unit: percent,
    does: "One recipient with more of the total stops the day.",
    refused: factor,
  },
  "anomalies.recipientFactor": {
    label: "Unusual amount of a recipient",
    unit: percent,
    does: "More than so much of a recipient's own highest amount stops the day.",
    refused: factor,
  },
  "anomalies.recipientFloorLovelace": {
    label: "Amounts too small to be unusual",
    unit: ada,
    does: "A recipient's amount below it stops no day.",
    refused: "less than 0",
  },
  "anomalies.countFactor": {
    label: "Unusual number of holders or players",
    unit: percent,
    does: "So much of the day before's number, or the inverse of it, stops the day.",
    refused: factor,
  },
};
