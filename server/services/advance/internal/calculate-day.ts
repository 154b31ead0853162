import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { followed, rewardLine } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import type { Context } from "../../context";
import { calculateFromTables, readDayInput } from "../../day/calculate";
import { moveDay } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import type { Situation } from "../../day/situation";
import { findSnapshot, holdSnapshot, loadSnapshot, type SnapshotRow } from "../../day/snapshot";
import { followedBy } from "../../followed/followed";
import { again, done, type JobResult } from "../../job-result";
import { checkRead } from "../../scan/check-read";
import { checkSupply } from "./check-supply";
import type { DayStep } from "./day-step";
import { doubtDay } from "./doubt-day";

const LINES_AN_INSERT = 2000;

/** SNAPSHOT -> CALCULATED: calculates the day's lines and stores them. */
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
  await withTransaction(ctx.db, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await moveDay(tx, day, "calculate", {
      actor: "job:advance",
      atMs: now.timeMs,
      detail: `${totals.recipients} recipients, ${totals.paidLovelace} lovelace, ${totals.carriedLovelace} carried`,
      set: { totalLovelace: totals.paidLovelace, doubt: null },
    });
    await storeLines(tx, day.dayIndex, lines);
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

/** Replaces the lines of a day. */
export async function storeLines(tx: Transaction, dayIndex: number, lines: readonly RewardLine[]): Promise<void> {
  await tx.delete(rewardLine).where(eq(rewardLine.dayIndex, dayIndex));
  for (let at = 0; at < lines.length; at += LINES_AN_INSERT) {
    const some = lines.slice(at, at + LINES_AN_INSERT);
    await tx.insert(rewardLine).values(some.map((line) => ({ ...line, dayIndex })));
  }
}
