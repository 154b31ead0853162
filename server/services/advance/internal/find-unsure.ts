import { eq } from "drizzle-orm";
import { followed } from "@/db/schema";
import type { Rules } from "@/server/domain/rules/rules";
import type { Context } from "../../context";
import { previousDay } from "../../day/previous-day";
import { findSnapshot, type SnapshotRow } from "../../day/snapshot";
import { followedBy } from "../../followed/followed";
import { done, type JobResult } from "../../job-result";
import { checkRead } from "../../scan/check-read";

/**
 * Compares what was read with what the source says now: its index may have been behind when the blocks were read, and
 * no sum would show a play that it missed.
 */
export async function findUnsure(
  ctx: Context,
  { dayIndex, height: to }: SnapshotRow,
  rules: Rules,
): Promise<JobResult | null> {
  const { asset, game, readHeight } = await followedBy(ctx.db, rules);
  if (asset === null || game === null || readHeight < to) {
    return done(`day ${dayIndex} waits until plays and tokens are read to block ${to}; they are at ${readHeight}`);
  }
  const before = await previousDay(ctx.db, dayIndex);
  const since = before && (await findSnapshot(ctx.db, before));
  const [pool] = await ctx.db.select({ id: followed.id }).from(followed).where(eq(followed.kind, "pool"));
  const subjects = [asset, game, ...(pool ? [pool.id] : [])];
  const checked = await checkRead(ctx, subjects, { since: since?.height ?? null, to });
  return checked.ok ? null : done(checked.problem);
}
