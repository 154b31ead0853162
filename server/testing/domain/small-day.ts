import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { RewardCalculation, RewardLine } from "@/server/domain/rewards/reward-line";
import type { RewardInput } from "@/server/domain/rewards/snapshot";
import { COINS_PER_BYTE, POOL_TERMS, testRules } from "./fixtures";
import { playedOnce, snapshotOf } from "./random-snapshot";

/** Rewards of a day with these holdings, of which these identities have played once. */
export function calculateWith(
  holdings: [string, bigint][],
  played: number[],
  change: Partial<RewardInput> = {},
): RewardCalculation {
  const snapshot = snapshotOf(
    holdings.map(([address, quantity]) => ({ address, quantity })),
    playedOnce(...played),
  );
  const rules = testRules();
  return calculateRewards({
    snapshot,
    rules,
    potLovelace: 100_000_000n,
    opening: [],
    open: [],
    isClosed: false,
    poolTerms: POOL_TERMS,
    coinsPerUtxoByte: COINS_PER_BYTE,
    ...change,
  });
}

export function lineOf(lines: readonly RewardLine[], address: string): RewardLine | undefined {
  return lines.find((line) => line.address === address);
}
