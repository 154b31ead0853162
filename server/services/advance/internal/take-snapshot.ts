import { desc, gte, lt } from "drizzle-orm";
import { blockHeader } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { dayEndMs } from "@/server/domain/day/calendar";
import { moveDay } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import { holdBlock } from "../../hold-chain";
import { again, done, type JobResult, needsHuman } from "../../job-result";
import { askOnceMore } from "../../scan/ask-once-more";
import type { DayStep } from "./day-step";

/**
 * OPEN -> SNAPSHOT: fixes the block at which the day is read: the last before its end, once it is D blocks deep and a
 * later block is past the end.
 */
export const takeSnapshot: DayStep = async (ctx, day, { now, pool, operations, rulesVersion }): Promise<JobResult> => {
  const endMs = dayEndMs(day.dayIndex, pool.settings.intervalMs);
  if (now.timeMs < endMs) return done(`day ${day.dayIndex} is not over`);
  const before = await previousDay(ctx.db, day.dayIndex);
  if (before && !before.settled)
    return done(`day ${day.dayIndex} waits for day ${before.dayIndex}, which is ${before.state}`);
  const [after] = await ctx.db.select().from(blockHeader).where(gte(blockHeader.timeMs, endMs)).limit(1);
  const [block] = await ctx.db
    .select()
    .from(blockHeader)
    .where(lt(blockHeader.timeMs, endMs))
    .orderBy(desc(blockHeader.height))
    .limit(1);
  if (!after) return done(`day ${day.dayIndex} waits for the first block after its end`);
  if (!block) return needsHuman(`no block before the end of day ${day.dayIndex} is known: the scan started too late`);
  const depth = now.height - block.height;
  if (depth < operations.snapshotDepth) {
    return done(`the snapshot of day ${day.dayIndex} is ${depth} of ${operations.snapshotDepth} blocks deep`);
  }
  await askOnceMore(ctx);
  await withTransaction(ctx.db, async (tx) => {
    await holdBlock(tx, block.hash);
    await moveDay(tx, day, "takeSnapshot", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: `block ${block.height} ${block.hash}`,
      set: { rulesVersion, snapshotSlot: block.slot, snapshotHash: block.hash, snapshotHeight: block.height },
    });
  });
  return again(`day ${day.dayIndex} is read at block ${block.height}`);
};
