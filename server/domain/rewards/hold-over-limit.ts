import { compareAmounts, largestOf, sum } from "../integers";
import type { Rules } from "../rules/rules";
import type { PoolTerms } from "./pool-terms";
import type { RewardLine } from "./reward-line";

/**
 * Holds back what a day may not pay: each line above the hour's limit, and those that the day's limit has no room for.
 * The largest are paid first, ties in the order of `lines`, and one that does not fit leaves room for smaller ones. So
 * many small amounts that become payable on one day never keep a larger one waiting, and what waits grows until it is
 * among the largest.
 */
export function holdOverLimit(
  lines: readonly RewardLine[],
  { totalLovelace, hourlyLovelace }: Rules["dayLimits"],
  { dailyLimitLovelace }: PoolTerms,
): readonly RewardLine[] {
  let room = totalLovelace < dailyLimitLovelace ? totalLovelace : dailyLimitLovelace;
  const payable = lines.filter(({ reason }) => reason === "payable");
  const amounts = payable.map(({ payoutLovelace }) => payoutLovelace);
  if (sum(amounts) <= room && (hourlyLovelace === null || largestOf(amounts) <= hourlyLovelace)) return lines;
  const held = new Set<RewardLine>();
  const largestFirst = payable.sort((a, b) => compareAmounts(b.payoutLovelace, a.payoutLovelace));
  for (const line of largestFirst) {
    const { payoutLovelace } = line;
    if (payoutLovelace > room || (hourlyLovelace !== null && payoutLovelace > hourlyLovelace)) held.add(line);
    else room -= payoutLovelace;
  }
  return lines.map((line) =>
    held.has(line) ? { ...line, payoutLovelace: 0n, carriedLovelace: line.payoutLovelace, reason: "over-limit" } : line,
  );
}
