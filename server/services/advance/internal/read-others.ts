import { withTransaction } from "@/db/transaction";
import type { Context } from "../../context";
import type { DayRow } from "../../day/move-day";
import { readAnew } from "../../day/read-anew";
import type { Situation } from "../../day/situation";
import { again, type JobResult } from "../../job-result";

/**
 * For a day whose calculation, made again, does not give the lines that it has: what is checked or planned must be what
 * was calculated. Nobody has signed for it yet, so it is read from the start.
 */
export async function readOthers(ctx: Context, day: DayRow, { now }: Situation): Promise<JobResult> {
  const detail = "calculated again, its lines are others than before";
  await withTransaction(ctx.db, (tx) => readAnew(tx, day, { actor: "job:advance", atMs: now.timeMs, detail }));
  return again(`day ${day.dayIndex} is read again: ${detail}`);
}
