import type { Database, Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import type { WrittenReport } from "@/server/domain/report/write-report";
import type { Height } from "@/server/domain/units";
import { haveAllEndedBefore } from "../../day/have-ended";
import { type DayRow, moveDay } from "../../day/move-day";
import { type BatchNumbers, claimLines } from "../../day/stage-lines";
import { type BatchOfPlan, storeBatches } from "../../day/store-batches";
import { postFinalDay, sumDay } from "../../ledger/post-day";
import { storeManifest } from "../../reports/keep-report";
import type { MadePlan } from "./make-plan";

type Made = {
  readonly plan: Extract<MadePlan, { kind: "plan" }>;
  /** Its parts are stored already. */
  readonly report: WrittenReport;
  /** The report's lines, each in its batch. */
  readonly lineSetId: number;
  /** Of the block that the day is read at. */
  readonly height: Height;
  readonly atMs: number;
};

/**
 * Stores the report and the batches of a checked day, and gives it its lines: it is PREVIEW, or CLOSED if nothing is
 * payable. What takes long for many lines comes before anything is held: `hold` locks the scan, and throws if the day
 * is not to be moved.
 */
export async function storePlan(
  db: Database,
  day: DayRow,
  { plan, report, lineSetId, height, atMs }: Made,
  hold: (tx: Transaction) => Promise<unknown>,
): Promise<void> {
  const { batches } = plan;
  const { dayIndex } = day;
  const rows = batches.map(rowOf);
  // The same that the books demand of every day before it is final: that each batch pays the lines that it says.
  const sums = await sumDay(db, { dayIndex, lineSetId, snapshotId: day.snapshotId }, rows);
  await withTransaction(db, async (tx) => {
    await hold(tx);
    await storeManifest(tx, report);
    await claimLines(tx, lineSetId);
    await moveDay(tx, day, batches.length > 0 ? "publish" : "close", {
      actor: "job:advance",
      atMs,
      detail: `report ${report.hash}`,
      set: {
        findings: { ...day.findings, plan: plan.findings },
        lineSetId,
        reportHash: report.hash,
        commitment: batches[0]?.commitment ?? null,
        totalLovelace: report.manifest.totals.payoutLovelace,
        outputs: rows.reduce((sum, { outputs }) => sum + outputs, 0),
        batches: batches.length,
      },
    });
    await storeBatches(tx, dayIndex, rows);
    // Its snapshot is final (waitToClose). If a day before it is not, it is posted with that one.
    if (batches.length === 0 && (await haveAllEndedBefore(tx, dayIndex))) await postFinalDay(tx, sums, height);
  });
}

/** By address: the number of its batch. */
export function batchNumbers(batches: readonly CommittedBatch[]): BatchNumbers {
  const numbers = new Map<string, number>();
  for (const [index, { payouts }] of batches.entries()) {
    for (const { address } of payouts) numbers.set(address, index + 1);
  }
  return numbers;
}

function rowOf({ payouts, total, commitment, next }: CommittedBatch, index: number): BatchOfPlan {
  return { batchNo: index + 1, lovelace: total.lovelace, outputs: payouts.length, commitment, next };
}
