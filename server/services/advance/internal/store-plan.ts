import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { batch, report } from "@/db/schema";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import { storedFactsOf } from "@/server/domain/report/facts";
import type { BuiltReport } from "@/server/domain/report/report";
import type { Height } from "@/server/domain/units";
import { type DayRow, moveDay } from "../../day/move-day";
import { postFinalDay, readDaySums } from "../../ledger/post-day";
import type { MadePlan } from "./make-plan";
import { storeLines } from "./store-lines";

const COLUMNS = '"batchNo" int, lovelace bigint, outputs int, commitment text, next text';

type Made = {
  readonly plan: Extract<MadePlan, { kind: "plan" }>;
  readonly built: BuiltReport;
  /** Of the block that the day is read at. */
  readonly height: Height;
  readonly atMs: number;
};

/** Stores the report, the lines and the batches of a checked day: it is PREVIEW, or CLOSED if nothing is payable. */
export async function storePlan(tx: Transaction, day: DayRow, { plan, built, height, atMs }: Made): Promise<void> {
  const { batches } = plan;
  const { dayIndex } = day;
  const findings = { ...day.findings, plan: plan.findings };
  await storeReport(tx, dayIndex, built);
  await moveDay(tx, day, batches.length > 0 ? "publish" : "close", {
    actor: "job:advance",
    atMs,
    detail: `report ${built.contentHash}`,
    set: {
      findings,
      reportHash: built.contentHash,
      commitment: batches[0]?.commitment ?? null,
      totalLovelace: built.report.totals.payoutLovelace,
      outputs: batches.reduce((sum, { payouts }) => sum + payouts.length, 0),
      batches: batches.length,
    },
  });
  // Stored again from the report's own calculation: payments are loaded from these lines.
  await storeLines(tx, dayIndex, built.report.lines, batchNumbers(batches));
  await storeBatches(tx, dayIndex, batches);
  // The same that the books demand of every day before it is final: that each batch pays the lines that it says.
  const sums = await readDaySums(tx, dayIndex);
  // Its snapshot is final (waitToClose).
  if (batches.length === 0) await postFinalDay(tx, sums, height);
}

async function storeReport(tx: Transaction, dayIndex: number, built: BuiltReport): Promise<void> {
  await tx
    .insert(report)
    .values({
      hash: built.contentHash,
      dayIndex,
      body: built.text,
      merkleRoot: built.report.linesRoot,
      facts: storedFactsOf(built.report),
      sizeBytes: Buffer.byteLength(built.text),
    })
    .onConflictDoNothing();
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
