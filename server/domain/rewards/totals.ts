import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { PlayCount } from "../participation/tally";
import type { Identity, Lovelace } from "../units";
import type { RefusedHolder, RewardCalculation, RewardLine, RewardTotals } from "./reward-line";
import type { RewardInput } from "./snapshot";

/** An identity with its plays and its tokens, and where in the book its addresses are; most have one at most. */
export type Holder = {
  readonly key: Identity;
  readonly participation: PlayCount | null;
  weight: bigint;
  /** -1 where it holds nothing that counts. */
  first: number;
  others: number[] | null;
};

/** Everyone who holds tokens that count; of those who never played, only what they hold. */
export type Decided = {
  readonly eligible: readonly Holder[];
  readonly refused: readonly RefusedHolder[];
  readonly neverPlayed: readonly bigint[];
};

type Parts = Pick<RewardCalculation, "lines" | "unresolved"> & {
  readonly decided: Decided;
  readonly undistributedLovelace: Lovelace;
};

export function totalsOf(input: RewardInput, parts: Parts): RewardTotals {
  const { lines, unresolved, undistributedLovelace } = parts;
  const { eligible, refused, neverPlayed } = parts.decided;
  const sums = { earned: 0n, payout: 0n, carried: 0n, recipients: 0, quantity: 0n };
  for (const { earnedLovelace, payoutLovelace, carriedLovelace } of lines) {
    sums.earned += earnedLovelace;
    sums.payout += payoutLovelace;
    sums.carried += carriedLovelace;
    if (payoutLovelace > 0n) sums.recipients++;
  }
  for (const { weight } of eligible) sums.quantity += weight;
  return {
    potLovelace: input.potLovelace,
    awardedLovelace: sums.earned,
    undistributedLovelace,
    openingLovelace: sum([...input.opening, ...(sums.payout > 0n ? input.open : [])].map((row) => row.lovelace)),
    payoutLovelace: sums.payout,
    carriedLovelace: sums.carried,
    supply: input.snapshot.supply,
    eligibleQuantity: sums.quantity,
    refusedQuantity: sum(refused.map((row) => row.quantity)),
    neverPlayedQuantity: sum(neverPlayed),
    unresolvedQuantity: sum(unresolved.map((row) => row.quantity)),
    eligibleIdentities: eligible.length,
    neverPlayedIdentities: neverPlayed.length,
    participants: input.snapshot.participation.length,
    recipients: sums.recipients,
  };
}

/** Every lovelace in equals every lovelace out, and every token is accounted for. Throws otherwise. */
export function assertRewards({ lines, totals }: { lines: readonly RewardLine[]; totals: RewardTotals }): void {
  for (const line of lines) assertLine(line);
  const { potLovelace, awardedLovelace, undistributedLovelace, openingLovelace, payoutLovelace, carriedLovelace } =
    totals;
  assertInvariant(awardedLovelace + undistributedLovelace === potLovelace, () => "the pot does not add up");
  assertInvariant(undistributedLovelace >= 0n, () => "more than the pot was awarded");
  assertInvariant(openingLovelace + awardedLovelace === payoutLovelace + carriedLovelace, () => "in is not out");
  const counted =
    totals.eligibleQuantity + totals.refusedQuantity + totals.neverPlayedQuantity + totals.unresolvedQuantity;
  assertInvariant(counted === totals.supply, () => `${counted} tokens accounted for, the supply is ${totals.supply}`);
}

function assertLine({ address, openingLovelace, earnedLovelace, payoutLovelace, carriedLovelace }: RewardLine): void {
  const holds = openingLovelace + earnedLovelace === payoutLovelace + carriedLovelace;
  assertInvariant(holds, () => `the line of ${address} does not add up`);
  assertInvariant(payoutLovelace === 0n || carriedLovelace === 0n, () => `${address} is split`);
  assertInvariant(earnedLovelace >= 0n, () => `${address} earned ${earnedLovelace}`);
}
