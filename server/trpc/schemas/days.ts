import { z } from "zod";
import { manifestSchema } from "@/server/domain/report/manifest";
import type { DaySummary } from "@/server/services/published/list-days";
import type { RewardPage } from "@/server/services/published/published-files";
import type { DayView } from "@/server/services/published/read-day";
import { sayStopReason } from "@/server/words/stop-reason";
import {
  amountState,
  block,
  dayCursor,
  dayIndex,
  dayName,
  dayState,
  hash,
  height,
  lovelace,
  quantity,
  timeMs,
  transaction,
  wholeNumber,
} from "./common";

const limit = (most: number, usual: number) =>
  wholeNumber(1, most)
    .meta({ description: `Maximum ${most}. Default ${usual}.` })
    .optional();

export const daysInput = z.object({
  before: dayCursor("`nextBefore` of the previous page."),
  limit: limit(100, 30),
});
export const dayInput = z.object({ day: dayName });
export const rewardsInput = z.object({
  day: dayName,
  after: z
    .string()
    .regex(/^[0-9A-Za-z_]{1,400}$/, { error: "must be an address, as nextAfter of the previous page gives it" })
    .meta({ description: "`nextAfter` of the previous page." })
    .optional(),
  limit: limit(1_000, 100),
});

const summary = z.object({
  dayIndex,
  startMs: timeMs,
  endMs: timeMs,
  state: dayState,
  ended: z.boolean().meta({ description: "Whether the day's end has passed." }),
  waitsForDay: dayIndex.nullable().meta({ description: "The earlier day that must be paid before this one is read." }),
  stateSinceMs: timeMs,
  toPayLovelace: lovelace.nullable().meta({
    description: "Total of the plan; `amountState` says whether it is paid. Null until the report is published.",
  }),
  recipients: z.number().int().nullable(),
  amountState,
});
export const daysOutput = z.object({ days: z.array(summary), nextBefore: dayIndex.nullable() });

const totals = z.object({
  potLovelace: lovelace,
  awardedLovelace: lovelace,
  undistributedLovelace: lovelace,
  openingLovelace: lovelace,
  toPayLovelace: lovelace,
  carriedLovelace: lovelace,
  supply: quantity,
  eligibleQuantity: quantity,
  eligibleIdentities: z.number().int(),
  participants: z.number().int(),
  recipients: z.number().int(),
});

export const dayOutput = summary.extend({
  frozenReason: z
    .string()
    .nullable()
    .meta({ description: "Why the day is stopped, as a sentence for people; null while it is not." }),
  closing: z
    .object({ by: z.array(z.string()).readonly(), reason: z.string() })
    .nullable()
    .meta({ description: "The two people who closed the day, so that it pays nothing and carries all, and why." }),
  nowMs: timeMs,
  previewUntilMs: timeMs.nullable().meta({ description: "Null until the report is published." }),
  approvalDueMs: timeMs.nullable().meta({ description: "Null while it cannot be known: earlier days are late." }),
  deadlineMs: timeMs.nullable().meta({ description: "Deadline of the signed plan. It cannot be paid later." }),
  moves: z
    .array(z.object({ to: dayState, atMs: timeMs }))
    .meta({ description: "The states it has been in, and when that was recorded, by the chain's clock." }),
  snapshot: block.nullable(),
  report: z
    .object({
      hash: hash.meta({ description: "Of report.json. Signed by the oracle and every approver, and put on chain." }),
      parts: z.array(hash).meta({ description: "The parts that report.json names, in their order." }),
      merkleRoot: hash,
      rulesHash: hash,
      totals,
      declared: manifestSchema.shape.declared.pick({ source: true, secondOpinion: true }).meta({
        description:
          "As in report.json: the chain source that the day was read from, and what one of another kind said of that.",
      }),
    })
    .nullable()
    .meta({ description: "Null until the report is published." }),
  commitment: hash.nullable(),
  planDigest: hash.nullable(),
  approvals: z.object({ given: z.number().int(), threshold: z.number().int() }),
  commit: transaction.nullable(),
  batches: z.array(
    z.object({
      batchNo: z.number().int(),
      state: z.enum(["waiting", "submitted", "in-ledger", "confirmed", "carried"]),
      lovelace,
      recipients: z.number().int(),
      commitment: hash,
      txHash: hash.nullable(),
      height: height.nullable(),
      confirmations: z.number().int().nullable(),
    }),
  ),
  confirmedLovelace: lovelace.meta({ description: "Amount paid, confirmed on chain." }),
  feeLovelace: lovelace.nullable(),
});

export const rewardsOutput = z.object({
  dayIndex,
  reportHash: hash,
  rewards: z.array(
    z.object({
      address: z.string(),
      identity: z.string(),
      quantity,
      earnedLovelace: lovelace,
      openingLovelace: lovelace,
      toPayLovelace: lovelace.meta({
        description: "Amount of the plan (`payoutLovelace` in the report). It is paid once the chain confirms it.",
      }),
      carriedLovelace: lovelace,
      reason: z.string(),
      batchNo: z.number().int().nullable(),
    }),
  ),
  nextAfter: z.string().nullable(),
});

export function toSummaryOutput(row: DaySummary): z.input<typeof summary> {
  const { dayIndex: day, startMs, endMs, state, ended, waitsForDay, stateSinceMs, recipients } = row;
  const toPayLovelace = row.payoutLovelace === null ? null : String(row.payoutLovelace);
  return {
    dayIndex: day,
    startMs,
    endMs,
    state,
    ended,
    waitsForDay,
    stateSinceMs,
    recipients,
    amountState: row.amountState,
    toPayLovelace,
  };
}

export function toDayOutput(view: DayView): z.input<typeof dayOutput> {
  const { stopReason, closing, nowMs, deadlineMs, moves, snapshot, commitment, planDigest, approvals, commit } = view;
  const { previewUntilMs, approvalDueMs } = view.schedule;
  return {
    ...toSummaryOutput(view),
    frozenReason: stopReason && sayStopReason(stopReason),
    closing,
    nowMs,
    previewUntilMs,
    approvalDueMs,
    deadlineMs,
    moves: [...moves],
    snapshot,
    report: view.report && toReportOutput(view.report),
    commitment,
    planDigest,
    approvals,
    commit,
    batches: view.batches.map((row) => ({ ...row, lovelace: String(row.lovelace) })),
    confirmedLovelace: String(view.confirmedLovelace),
    feeLovelace: view.feeLovelace === null ? null : String(view.feeLovelace),
  };
}

function toReportOutput(report: NonNullable<DayView["report"]>) {
  const { hash: reportHash, partHashes, linesRoot, rulesHash, declared } = report;
  const { eligibleIdentities, participants, recipients, payoutLovelace, ...sums } = report.totals;
  return {
    hash: reportHash,
    parts: [...partHashes],
    merkleRoot: linesRoot,
    rulesHash,
    totals: {
      potLovelace: String(sums.potLovelace),
      awardedLovelace: String(sums.awardedLovelace),
      undistributedLovelace: String(sums.undistributedLovelace),
      openingLovelace: String(sums.openingLovelace),
      toPayLovelace: String(payoutLovelace),
      carriedLovelace: String(sums.carriedLovelace),
      supply: String(sums.supply),
      eligibleQuantity: String(sums.eligibleQuantity),
      eligibleIdentities,
      participants,
      recipients,
    },
    declared: { source: declared.source, secondOpinion: declared.secondOpinion },
  };
}

export function toRewardsOutput(page: RewardPage): z.input<typeof rewardsOutput> {
  return {
    dayIndex: page.dayIndex,
    reportHash: page.reportHash,
    nextAfter: page.nextAfter,
    rewards: page.rewards.map((row) => ({
      address: row.address,
      identity: row.identity,
      quantity: String(row.quantity),
      earnedLovelace: String(row.earnedLovelace),
      openingLovelace: String(row.openingLovelace),
      toPayLovelace: String(row.payoutLovelace),
      carriedLovelace: String(row.carriedLovelace),
      reason: row.reason,
      batchNo: row.batchNo,
    })),
  };
}
