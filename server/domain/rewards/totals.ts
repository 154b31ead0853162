import type { HolderBook } from "../eligibility/holders";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { Lovelace } from "../units";
import type { RefusedHolder, RewardLine, RewardTotals } from "./reward-line";
import type { RewardInput } from "./snapshot";

/** A holder of tokens that count, with the decision about it. */
export type Decided = RefusedHolder;

export function isRefused({ code }: Decided): boolean {
  return code !== "eligible" && code !== "never-played";
}

type Parts = {
  readonly lines: readonly RewardLine[];
  readonly decided: readonly Decided[];
  readonly book: HolderBook;
  readonly undistributedLovelace: Lovelace;
};

export function totalsOf(input: RewardInput, { lines, decided, book, undistributedLovelace }: Parts): RewardTotals {
  const quantityOf = (rows: readonly { quantity: bigint }[]) => sum(rows.map((row) => row.quantity));
  const eligible = decided.filter(({ code }) => code === "eligible");
  const neverPlayed = decided.filter(({ code }) => code === "never-played");
  return {
    potLovelace: input.potLovelace,
    awardedLovelace: sum(lines.map((line) => line.earnedLovelace)),
    undistributedLovelace,
    openingLovelace: sum(input.opening.map((row) => row.lovelace)),
    payoutLovelace: sum(lines.map((line) => line.payoutLovelace)),
    carriedLovelace: sum(lines.map((line) => line.carriedLovelace)),
    supply: input.snapshot.supply,
    eligibleQuantity: quantityOf(eligible),
    refusedQuantity: quantityOf(decided.filter(isRefused)),
    neverPlayedQuantity: quantityOf(neverPlayed),
    unresolvedQuantity: quantityOf(book.unresolved),
    eligibleIdentities: eligible.length,
    neverPlayedIdentities: neverPlayed.length,
    participants: input.snapshot.participation.length,
    recipients: lines.filter((line) => line.payoutLovelace > 0n).length,
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
