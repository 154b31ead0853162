import { z } from "zod";
import { amountField, type FieldProblem, problemsOf, wholeNumberField } from "../fields";
import { DEFAULT_ANOMALY_THRESHOLDS } from "../plan/anomaly-thresholds";
import { DEFAULT_TIMELINE, findTimelineProblem } from "./timeline";

/*
 * How the service works: depths, times, thresholds. Apart from who is owed what (rules) and what the chain allows (the
 * contract's settings). Versioned in the database like the rules.
 */

const duration = (what: string, fallback: number) =>
  wholeNumberField(0, 400 * 24 * 3_600_000, `${what} in milliseconds`).default(fallback);
const depth = (what: string, fallback: number) => wholeNumberField(1, 100_000, `${what} in blocks`).default(fallback);
const basisPoints = (what: string, fallback: number) =>
  wholeNumberField(1, 10_000_000, `${what} in hundredths of a per cent`).default(fallback);

const anomaly = DEFAULT_ANOMALY_THRESHOLDS;
/** For what is stored of a rest, too: a longer one would be a clock that was put back. */
export const LONGEST_REST_MS = 600_000;

export const operationsSchema = z
  .strictObject({
    previewMs: duration("the review period", DEFAULT_TIMELINE.previewMs),
    approvalDueMs: duration("when approvals are due after the day's end", DEFAULT_TIMELINE.approvalDueMs),
    deadlineMs: duration("the plan's deadline after the day's end", DEFAULT_TIMELINE.deadlineMs),
    /** D of server/domain/day/PROTOCOL.md, "The day". At least 36 on a public network. */
    snapshotDepth: depth("the depth of a snapshot", 360),
    /**
     * Blocks behind the tip at which plays and tokens are read: what decides who is paid need not see each little fork.
     * The pool is followed at the tip.
     */
    readLag: wholeNumberField(0, 1_000, "the lag of reading in blocks").default(2),
    /** How long the source is left alone where nothing is left to read and no payment is on its way. */
    restMs: wholeNumberField(0, LONGEST_REST_MS, "a rest in milliseconds").default(60_000),
    /** The first pause after the source contradicted itself; it doubles up to a minute. */
    contradictionPauseMs: wholeNumberField(0, 60_000, "a pause in milliseconds").default(2_000),
    /** A payment this deep is shown as paid. */
    confirmDepth: depth("the depth of a confirmation", 20),
    /** Blocks past its expiry before a transaction is given up. */
    expiryDepth: depth("the depth that proves an expiry", 360),
    /** How long our transactions may land; well under the hour that the contract allows. */
    transactionLifetimeMs: wholeNumberField(1_000, 30 * 60_000, "a lifetime in milliseconds").default(30 * 60_000),
    /** The most recipients per transaction; long addresses allow fewer. Less keeps batches within an hourly limit. */
    mostOutputsInBatch: wholeNumberField(1, 10_000, "recipients in a transaction").default(10_000),
    mostInFlight: wholeNumberField(1, 5, "payments in flight").default(5),
    /** The bytes are sent again after this many blocks without being seen. */
    resendBlocks: wholeNumberField(1, 1_000, "blocks between two broadcasts").default(3),
    /** A rollback of more blocks holds payouts. Public networks take back one or two every hour, hardly ever ten. */
    mostRollback: depth("the rollback that holds payouts", 10),
    /** Payouts that were held because the chain was not well go on once it has been well for so long. */
    holdWellMs: duration("how long the chain must be well", 15 * 60_000),
    /** Mainnet: the two people who accepted a single chain source. */
    singleSourceAcceptedBy: z
      .array(z.string().min(1))
      .min(2)
      .refine((names) => new Set(names).size === names.length, { error: "must name each person once" })
      .nullable()
      .default(null),
    anomalies: z
      .strictObject({
        minimumDays: wholeNumberField(1, 365, "a number of days").default(anomaly.minimumDays),
        trailingDays: wholeNumberField(1, 365, "a number of days").default(anomaly.trailingDays),
        totalFactor: basisPoints("the factor of the total", anomaly.totalFactor),
        newRecipientShare: basisPoints("the share of new recipients", anomaly.newRecipientShare),
        largestShare: basisPoints("the largest share", anomaly.largestShare),
        recipientFactor: basisPoints("the factor of a recipient", anomaly.recipientFactor),
        recipientFloorLovelace: amountField("50000000").default(anomaly.recipientFloorLovelace),
        countFactor: basisPoints("the factor of counts", anomaly.countFactor),
      })
      .default(anomaly),
  })
  .superRefine((operations, context) => {
    if (operations.readLag > operations.snapshotDepth) {
      context.addIssue({ code: "custom", path: ["readLag"], message: "is more than the depth of a snapshot" });
    }
    const problem = findTimelineProblem({ intervalMs: 1, ...operations });
    if (problem) context.addIssue({ code: "custom", message: problem });
  });

export type Operations = z.output<typeof operationsSchema>;

export type OperationsResult =
  | { readonly ok: true; readonly operations: Operations }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Reads a document of operations. Missing fields take the default. */
export function parseOperations(document: unknown): OperationsResult {
  const parsed = operationsSchema.safeParse(document);
  return parsed.success ? { ok: true, operations: parsed.data } : { ok: false, problems: problemsOf(parsed.error) };
}
