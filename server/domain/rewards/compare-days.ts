import type { Lovelace } from "../units";
import type { RewardCalculation, RewardTotals } from "./reward-line";

type Figures = Pick<
  RewardTotals,
  "potLovelace" | "payoutLovelace" | "carriedLovelace" | "undistributedLovelace" | "recipients"
>;

export type PayoutChange = {
  readonly address: string;
  readonly beforeLovelace: Lovelace;
  readonly afterLovelace: Lovelace;
};

/** One day by two sets of rules. */
export type DayComparison = {
  readonly before: Figures;
  readonly after: Figures;
  /** How many addresses would be paid more, less, for the first time, or no longer. */
  readonly more: number;
  readonly less: number;
  readonly added: number;
  readonly gone: number;
  /** Those that change most, largest first. */
  readonly largest: readonly PayoutChange[];
};

type Calculated = Pick<RewardCalculation, "lines" | "totals">;

/** What the rules of `after` would pay otherwise. Names at most `mostNamed` addresses. */
export function compareDays(before: Calculated, after: Calculated, mostNamed: number): DayComparison {
  const paid = new Map(before.lines.map(({ address, payoutLovelace }) => [address, payoutLovelace]));
  const changes: PayoutChange[] = [];
  for (const { address, payoutLovelace } of after.lines) {
    changes.push({ address, beforeLovelace: paid.get(address) ?? 0n, afterLovelace: payoutLovelace });
    paid.delete(address);
  }
  for (const [address, beforeLovelace] of paid) changes.push({ address, beforeLovelace, afterLovelace: 0n });
  const count = (is: (change: PayoutChange) => boolean) => changes.filter(is).length;
  return {
    before: before.totals,
    after: after.totals,
    more: count((change) => change.beforeLovelace > 0n && change.afterLovelace > change.beforeLovelace),
    less: count((change) => change.afterLovelace > 0n && change.afterLovelace < change.beforeLovelace),
    added: count((change) => change.beforeLovelace === 0n && change.afterLovelace > 0n),
    gone: count((change) => change.beforeLovelace > 0n && change.afterLovelace === 0n),
    largest: changes
      .filter((change) => sizeOf(change) > 0n)
      .sort((a, b) => (sizeOf(a) < sizeOf(b) ? 1 : sizeOf(a) > sizeOf(b) ? -1 : a.address < b.address ? -1 : 1))
      .slice(0, mostNamed),
  };
}

function sizeOf({ beforeLovelace, afterLovelace }: PayoutChange): Lovelace {
  return beforeLovelace > afterLovelace ? beforeLovelace - afterLovelace : afterLovelace - beforeLovelace;
}
