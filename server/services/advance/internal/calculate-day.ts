import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { blockHeader, followed } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { sayStopReason } from "@/server/words/stop-reason";
import type { Context } from "../../context";
import { calculateFromTables, readDayInput, snapshotBlockOf } from "../../day/calculate";
import { type DayRow, freezeDay, moveDay } from "../../day/move-day";
import { previousDay } from "../../day/previous-day";
import type { Situation } from "../../day/situation";
import { followedBy } from "../../followed/followed";
import { again, done, type JobResult, needsHuman } from "../../job-result";
import { checkRead } from "../../scan/check-read";
import { checkSupply } from "./check-supply";
import type { DayStep } from "./day-step";
import { storeLines } from "./store-lines";

/** SNAPSHOT -> CALCULATED: calculates the day's lines and stores them, at one state of the database. */
export const calculateDay: DayStep = async (ctx, day, situation) => {
  const { now, rules } = situation;
  const unsure = await findUnsure(ctx, day, situation);
  if (unsure) return unsure;
  const supply = await checkSupply(ctx, rules.prizeAsset);
  if (supply.kind === "not-now") return done("the supply is compared once the scan reaches the tip");
  if (supply.kind === "differs") {
    await withTransaction(ctx.db, (tx) =>
      freezeDay(tx, day, { actor: "job:advance", atMs: now.timeMs, reason: supply.reason }),
    );
    return needsHuman(sayStopReason(supply.reason), day.dayIndex);
  }
  const { coinsPerUtxoByte } = await ctx.source.parameters();
  const lines = await withTransaction(
    ctx.db,
    async (tx) => {
      const block = snapshotBlockOf(day, await blockTimeMs(tx, day.snapshotHeight));
      const input = await readDayInput(tx, day, block, situation);
      const calculation = await calculateFromTables({ db: ctx.db, tx }, day, { ...input, coinsPerUtxoByte }, situation);
      await moveDay(tx, day, "calculate", {
        actor: "job:advance",
        atMs: now.timeMs,
        detail: `${calculation.totals.recipients} recipients, ${calculation.totals.paidLovelace} lovelace, ${calculation.totals.carriedLovelace} carried`,
        set: { totalLovelace: calculation.totals.paidLovelace },
      });
      await storeLines(tx, day.dayIndex, calculation.lines);
      return calculation.lines.length;
    },
    { isolationLevel: "repeatable read" },
  );
  return again(`day ${day.dayIndex} is calculated: ${lines} lines`);
};

/**
 * Compares what was read with what the source says now: its index may have been behind when the blocks were read, and
 * no sum would show a play that it missed.
 */
async function findUnsure(ctx: Context, day: DayRow, { rules }: Situation): Promise<JobResult | null> {
  const to = day.snapshotHeight ?? 0;
  const { asset, game, readHeight } = await followedBy(ctx.db, rules);
  if (asset === null || game === null || readHeight < to) {
    return done(`day ${day.dayIndex} waits until plays and tokens are read to block ${to}; they are at ${readHeight}`);
  }
  const before = await previousDay(ctx.db, day.dayIndex);
  const [pool] = await ctx.db.select({ id: followed.id }).from(followed).where(eq(followed.kind, "pool"));
  const subjects = [asset, game, ...(pool ? [pool.id] : [])];
  const checked = await checkRead(ctx, subjects, { since: before?.snapshotHeight ?? null, to });
  return checked.ok ? null : done(checked.problem);
}

export async function blockTimeMs(tx: Pick<Transaction, "select">, height: number | null): Promise<number> {
  if (height === null) throw new Error("the day has no snapshot");
  const [header] = await tx.select().from(blockHeader).where(eq(blockHeader.height, height));
  if (!header) throw new Error(`block ${height} is not stored`);
  return header.timeMs;
}
