import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { batch } from "@/db/schema";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import type { WrittenReport } from "@/server/domain/report/write-report";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import type { Height } from "@/server/domain/units";
import { type DayRow, moveDay } from "../../day/move-day";
import { postFinalDay, readDaySums } from "../../ledger/post-day";
import { storeManifest } from "../../reports/keep-report";
import type { MadePlan } from "./make-plan";
import { storeLines } from "./store-lines";

const COLUMNS = '"batchNo" int, lovelace bigint, outputs int, commitment text, next text';

type Made = {
  readonly plan: Extract<MadePlan, { kind: "plan" }>;
  /** Its parts are stored already. */
  readonly report: WrittenReport;
  /** Those of the report. */
  readonly lines: readonly RewardLine[];
  /** Of the block that the day is read at. */
  readonly height: Height;
  readonly atMs: number;
};

/** Stores the report, the lines and the batches of a checked day: it is PREVIEW, or CLOSED if nothing is payable. */
export async function storePlan(tx: Transaction, day: DayRow, made: Made): Promise<void> {
  const { plan, report, height, atMs } = made;
  const { batches } = plan;
  const { dayIndex } = day;
  const findings = { ...day.findings, plan: plan.findings };
  await storeManifest(tx, report);
  await moveDay(tx, day, batches.length > 0 ? "publish" : "close", {
    actor: "job:advance",
    atMs,
    detail: `report ${report.hash}`,
    set: {
      findings,
      reportHash: report.hash,
      commitment: batches[0]?.commitment ?? null,
      totalLovelace: report.manifest.totals.payoutLovelace,
      outputs: batches.reduce((sum, { payouts }) => sum + payouts.length, 0),
      batches: batches.length,
    },
  });
  // Stored again from the report's own calculation: payments are loaded from these lines.
  await storeLines(tx, dayIndex, made.lines, batchNumbers(batches));
  await storeBatches(tx, dayIndex, batches);
  // The same that the books demand of every day before it is final: that each batch pays the lines that it says.
  const sums = await readDaySums(tx, dayIndex);
  // Its snapshot is final (waitToClose).
  if (batches.length === 0) await postFinalDay(tx, sums, height);
}

function batchNumbers(batches: readonly CommittedBatch[]): Map<string, number> {
  return new Map(batches.flatMap(({ payouts }, index) => payouts.map(({ address }) => [address, index + 1] as const)));
}

async function storeBatches(tx: Transaction, dayIndex: number, batches: readonly CommittedBatch[]): Promise<void> {
  await tx.delete(batch).where(eq(batch.dayIndex, dayIndex));
  const rows = batches.map(({ payouts, total, commitment, next }, index) => ({
    batchNo: index + 1,
    lovelace: total.lovelace,
    outputs: payouts.length,
    commitment,
    next,
  }));
  for (const part of inParts(rows)) {
    await tx.execute(sql`
      insert into batch (day_index, batch_no, lovelace, outputs, commitment, next)
      select ${dayIndex}::int, r.* from ${asTable(part, COLUMNS)}`);
  }
}
