import { and, eq } from "drizzle-orm";
import { day as dayTable } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { BLOCKS_IN_DOUBT, isBeyondDoubt, lastingDoubt } from "@/server/domain/day/doubt";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { sayStopReason } from "@/server/words/stop-reason";
import type { Context } from "../../context";
import { type DayRow, freezeDay } from "../../day/move-day";
import { holdSnapshot, type SnapshotRow } from "../../day/snapshot";
import { done, type JobResult, needsHuman } from "../../job-result";

/**
 * For an answer of the source that speaks against a day and may be old: it is asked again at each step. The day stops
 * only if the same is said over BLOCKS_IN_DOUBT blocks, and with no other answer between.
 */
export async function doubtDay(
  ctx: Context,
  day: DayRow,
  { snapshot, reason }: { readonly snapshot: SnapshotRow; readonly reason: StopReason },
): Promise<JobResult> {
  return withTransaction(ctx.db, async (tx) => {
    const { height, timeMs } = await holdSnapshot(tx, snapshot);
    const doubt = lastingDoubt(day.doubt, reason.kind, height);
    if (isBeyondDoubt(doubt, height)) {
      await freezeDay(tx, day, { actor: "job:advance", atMs: timeMs, reason });
      return needsHuman(sayStopReason(reason), day.dayIndex);
    }
    await tx
      .update(dayTable)
      .set({ doubt })
      .where(
        and(eq(dayTable.dayIndex, day.dayIndex), eq(dayTable.state, day.state), eq(dayTable.snapshotId, snapshot.id)),
      );
    const asked = height - doubt.sinceHeight;
    return done(`${sayStopReason(reason)} It is asked again: ${asked} of ${BLOCKS_IN_DOUBT} blocks have said so.`);
  });
}
