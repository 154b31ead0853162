import { eq } from "drizzle-orm";
import { followed } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../../context";
import { calculateFromTables, readDayInput } from "../../day/calculate";
import { moveDay } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import type { Situation } from "../../day/situation";
import { findSnapshot, holdSnapshot, loadSnapshot, type SnapshotRow } from "../../day/snapshot";
import { claimLines, stageLines } from "../../day/stage-lines";
import { followedBy } from "../../followed/followed";
import { again, done, type JobResult } from "../../job-result";
import { checkRead } from "../../scan/check-read";
import { checkSupply } from "./check-supply";
import type { DayStep } from "./day-step";
import { doubtDay } from "./doubt-day";

/** SNAPSHOT -> CALCULATED: calculates the day's lines and gives them to it. */
export const calculateDay: DayStep = async (ctx, day, situation) => {
  const { now, rules } = situation;
  const snapshot = await loadSnapshot(ctx.db, day);
  const unsure = await findUnsure(ctx, snapshot, situation);
  if (unsure) return unsure;
  const supply = await checkSupply(ctx, rules.prizeAsset);
  if (supply.kind === "not-now") return done("the supply is compared once the scan reaches the tip");
  if (supply.kind === "differs") return doubtDay(ctx, day, { snapshot, reason: supply.reason });
  const input = await readDayInput(ctx.db, snapshot);
  const { totals, lines } = await calculateFromTables(ctx, day, input, situation);
  const lineSetId = await stageLines(ctx.db, day.dayIndex, lines);
  await withTransaction(ctx.db, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await claimLines(tx, lineSetId);
    await moveDay(tx, day, "calculate", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: `${totals.recipients} recipients, ${totals.payoutLovelace} lovelace, ${totals.carriedLovelace} carried`,
      set: { lineSetId, totalLovelace: totals.payoutLovelace, doubt: null },
    });
  });
  return again(`day ${day.dayIndex} is calculated: ${lines.length} lines`);
};

/**
 * Compares what was read with what the source says now: its index may have been behind when the blocks were read, and
 * no sum would show a play that it missed.
 */
async function findUnsure(
  ctx: Context,
  { dayIndex, height: to }: SnapshotRow,
  { rules }: Situation,
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
