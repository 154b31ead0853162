import { eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { batch } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";

/** A batch as it is kept; amounts in lovelace, `batchNo` from 1. */
export type BatchOfPlan = Omit<typeof batch.$inferSelect, "dayIndex">;

/** Gives a day the batches of its plan, in place of those that it had. */
export async function storeBatches(tx: Transaction, dayIndex: DayIndex, rows: readonly BatchOfPlan[]): Promise<void> {
  await tx.delete(batch).where(eq(batch.dayIndex, dayIndex));
  for (const part of inParts(rows)) {
    const batches = asTable(part, {
      batch_no: ["int", ({ batchNo }) => batchNo],
      lovelace: ["bigint", ({ lovelace }) => lovelace],
      outputs: ["int", ({ outputs }) => outputs],
      commitment: ["text", ({ commitment }) => commitment],
      next: ["text", ({ next }) => next],
    });
    await tx.execute(sql`
      insert into batch (day_index, batch_no, lovelace, outputs, commitment, next)
      select ${dayIndex}::int, r.* from ${batches}`);
  }
}
