import { withTransaction } from "@/db/transaction";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { findAnomalies } from "@/server/domain/plan/anomalies";
import {
  type DayFindings,
  openAnomalies,
  type SecondCalculation,
  type StoredFindings,
} from "@/server/domain/plan/findings";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import { calculateSecond, type SecondResult } from "@/server/domain/second-calculation/calculate";
import { compareCalculations } from "@/server/domain/second-calculation/compare";
import { saySecondCalculation } from "@/server/words/second-calculation";
import { sayStopReason } from "@/server/words/stop-reason";
import type { Context } from "../../context";
import { calculateFromTables, type DayInput, readDayInput } from "../../day/calculate";
import { type DayRow, freezeDay, moveDay } from "../../day/move-day";
import { transactionsUpTo } from "../../day/read-snapshot";
import type { Situation } from "../../day/situation";
import { holdSnapshot, loadSnapshot } from "../../day/snapshot";
import { again, needsHuman } from "../../job-result";
import { dayHistory, factsOf } from "./day-facts";
import type { DayStep } from "./day-step";
import { readOthers } from "./read-others";
import { areTheDays } from "./stage-lines";

const MOST_DIFFERENCES_STORED = 50;

/**
 * CALCULATED -> CHECKED: calculates the day a second time, from raw chain events and by other means, and compares it
 * line by line; then compares it with its history. Any difference or anomaly stops the day.
 */
export const checkDay: DayStep = async (ctx, day, situation) => {
  const { now } = situation;
  const snapshot = await loadSnapshot(ctx.db, day);
  const input = await readDayInput(ctx.db, snapshot);
  const first = await calculateFromTables(ctx, day, input, situation);
  if (!(await areTheDays(ctx.db, day, first.lines))) return readOthers(ctx, day, situation);
  const findings = await findEverything(ctx, { day, input, first }, situation);
  const { accepted = [] } = day.findings ?? {};
  const reason = reasonToStop({ ...findings, accepted });
  if (reason === null) {
    await withTransaction(ctx.db, async (tx) => {
      await holdSnapshot(tx, snapshot);
      await moveDay(tx, day, "check", {
        actor: "job:advance",
        atMs: now.timeMs,
        detail: saySecondCalculation(findings.secondCalculation),
        set: { findings: { ...findings, accepted } },
      });
    });
    return again(`day ${day.dayIndex} is checked`);
  }
  await withTransaction(ctx.db, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await freezeDay(tx, day, { actor: "job:advance", atMs: now.timeMs, reason, findings });
  });
  return needsHuman(sayStopReason(reason), day.dayIndex);
};

type Calculated = { readonly day: DayRow; readonly input: DayInput; readonly first: RewardCalculation };

async function findEverything(
  ctx: Context,
  { day, input, first }: Calculated,
  situation: Situation,
): Promise<DayFindings> {
  const { rules, pool, operations } = situation;
  const transactions = await transactionsUpTo(ctx.db, input.block.height, rules);
  const second = calculateSecond({
    ...input,
    transactions,
    rules,
    dayIndex: day.dayIndex,
    intervalMs: pool.settings.intervalMs,
  });
  const today = factsOf(day.dayIndex, first);
  const history = await dayHistory(ctx.db, today, operations.anomalies.trailingDays);
  return {
    secondCalculation: compare(first, second, transactions.length),
    ...findAnomalies(history, today, operations.anomalies),
  };
}

function compare(first: RewardCalculation, second: SecondResult, transactions: number): SecondCalculation {
  if (!second.ok) return { kind: "impossible", problem: second.problem };
  const differences = compareCalculations(first, second.calculation);
  const places = differences.length;
  if (places === 0) return { kind: "agrees", transactions, lines: first.lines.length };
  return { kind: "differs", places, differences: differences.slice(0, MOST_DIFFERENCES_STORED) };
}

/** Two people may accept an anomaly and release the day with it; a difference is never accepted. */
function reasonToStop(findings: DayFindings & StoredFindings): StopReason | null {
  const { secondCalculation: second } = findings;
  if (second.kind !== "agrees") return { kind: "second-calculation", second };
  const anomalies = openAnomalies(findings);
  return anomalies.length > 0 ? { kind: "anomalies", anomalies } : null;
}
