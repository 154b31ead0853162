import { withTransaction } from "@/db/transaction";
import { calculateFromTables, readDayInput } from "../../day/calculate";
import { moveDay } from "../../day/move-day";
import { holdSnapshot, loadSnapshot } from "../../day/snapshot";
import { claimLines, stageLines } from "../../day/stage-lines";
import { again, done } from "../../job-result";
import { checkSupply } from "./check-supply";
import type { DayStep } from "./day-step";
import { doubtDay } from "./doubt-day";
import { findUnsure } from "./find-unsure";

/** SNAPSHOT -> CALCULATED: calculates the day's lines and gives them to it. */
export const calculateDay: DayStep = async (ctx, day, situation) => {
  const { now, rules } = situation;
  const snapshot = await loadSnapshot(ctx.db, day);
  const unsure = await findUnsure(ctx, snapshot, rules);
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
