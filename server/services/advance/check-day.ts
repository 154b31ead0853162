import { withTransaction } from "@/db/transaction";
import { findAnomalies } from "@/server/domain/plan/anomalies";
import type { DayFindings } from "@/server/domain/plan/findings";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import { calculateSecond } from "@/server/domain/second-calculation/calculate";
import { compareCalculations } from "@/server/domain/second-calculation/compare";
import type { Context } from "../context";
import { calculateFromTables, type DayInput, readDayInput, snapshotBlockOf } from "../day/calculate";
import { type DayRow, freezeDay, moveDay } from "../day/move-day";
import { transactionsUpTo } from "../day/read-snapshot";
import type { Situation } from "../day/situation";
import { again, needsHuman } from "../job-result";
import { blockTimeMs } from "./calculate-day";
import { dayFacts, factsOf } from "./day-facts";
import type { DayStep } from "./day-step";

const MOST_DIFFERENCES_STORED = 50;

/**
 * CALCULATED -> CHECKED: calculates the day a second time, from raw chain events and by other means, and compares it
 * line by line; then compares it with its history. Any difference or anomaly stops the day.
 */
export const checkDay: DayStep = async (ctx, day, situation) => {
  const { now } = situation;
  const block = snapshotBlockOf(day, await blockTimeMs(ctx.db, day.snapshotHeight));
  const input = await readDayInput(ctx.db, day, block, situation);
  const { coinsPerUtxoByte } = await ctx.source.parameters();
  const first = await calculateFromTables(ctx.db, day, input, situation, coinsPerUtxoByte);
  const findings = await findEverything(ctx, day, input, situation, first, coinsPerUtxoByte);
  const { accepted = [] } = day.findings ?? {};
  const reason = reasonToStop(findings, accepted);
  if (reason === null) {
    await withTransaction(ctx.db, (tx) =>
      moveDay(tx, day, "check", {
        actor: "job:advance",
        atMs: now.timeMs,
        detail: findings.secondCalculation,
        set: { findings: { ...findings, accepted } },
      }),
    );
    return again(`day ${day.dayIndex} is checked`);
  }
  await withTransaction(ctx.db, (tx) =>
    freezeDay(tx, day, { actor: "job:advance", atMs: now.timeMs, reason, findings }),
  );
  return needsHuman(reason);
};

async function findEverything(
  ctx: Context,
  day: DayRow,
  input: DayInput,
  { rules, pool, operations }: Situation,
  first: RewardCalculation,
  coinsPerUtxoByte: bigint,
): Promise<DayFindings> {
  const transactions = await transactionsUpTo(ctx.db, input.block.height);
  const second = calculateSecond({
    ...input,
    transactions,
    rules,
    dayIndex: day.dayIndex,
    intervalMs: pool.settings.intervalMs,
    coinsPerUtxoByte,
  });
  const differences = second.ok ? compareCalculations(first, second.calculation) : [];
  const secondCalculation = second.ok
    ? differences.length === 0
      ? `a second calculation from ${transactions.length} raw transactions agrees in all ${first.lines.length} lines`
      : `a second calculation differs in ${differences.length} places`
    : `the second calculation cannot be made: ${second.problem}`;
  const history = await dayFacts(ctx.db, day.dayIndex, operations.anomalies.trailingDays);
  const report = findAnomalies(history, factsOf(day.dayIndex, first), operations.anomalies);
  return {
    secondCalculation,
    differences: second.ok
      ? differences.slice(0, MOST_DIFFERENCES_STORED)
      : [{ key: "all", field: "history", first: null, second: second.problem }],
    anomalies: report.kind === "checked" ? report.anomalies.map(({ rule, text }) => ({ rule, text })) : [],
    history: report.kind === "checked" ? `compared with ${report.days} earlier days` : report.text,
  };
}

/** `accepted`: texts of the anomalies that two people accepted by releasing the day. A difference is never accepted. */
function reasonToStop(
  { differences, anomalies, secondCalculation }: DayFindings,
  accepted: readonly string[],
): string | null {
  const [difference] = differences;
  if (difference) {
    const { key, field, first, second } = difference;
    return `${secondCalculation}. First: ${key}, ${field}: ${first ?? "nothing"} against ${second ?? "nothing"}.`;
  }
  const open = anomalies.filter(({ text }) => !accepted.includes(text));
  return open.length > 0 ? open.map(({ text }) => text).join(" ") : null;
}
