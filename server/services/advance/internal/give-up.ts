import { withTransaction } from "@/db/transaction";
import type { Context } from "../../context";
import type { DayRow } from "../../day/move-day";
import { readAnew } from "../../day/read-anew";
import { again, type JobResult } from "../../job-result";

/** Takes a day that nobody has signed for back to its start, with the reason. */
export async function giveUp(ctx: Context, day: DayRow, atMs: number, detail: string): Promise<JobResult> {
  await withTransaction(ctx.db, (tx) => readAnew(tx, day, { actor: "job:advance", atMs, detail }));
  return again(`day ${day.dayIndex} is read again: ${detail}`);
}
