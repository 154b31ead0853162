import type { Decision } from "../eligibility/decision";
import type { HolderBook } from "../eligibility/holders";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { Lovelace } from "../units";
import type { RewardLine, RewardTotals } from "./reward-line";
import type { RewardInput } from "./snapshot";

export function isRefused(decision: Decision): boolean {
  return !decision.eligible && decision.code !== "never-played";
}

type Parts = {
  readonly lines: readonly RewardLine[];
  readonly decisions: readonly Decision[];
  readonly book: HolderBook;
  readonly undistributedLovelace: Lovelace;
};

export function totalsOf(input: RewardInput, parts: Parts): RewardTotals {
  const { lines, decisions, book, undistributedLovelace } = parts;
  const quantityOf = (rows: readonly { quantity: bigint }[]) => sum(rows.map((row) => row.quantity));
  const neverPlayed = decisions.filter((decision) => decision.code === "never-played");
  return {
    potLovelace: input.potLovelace,
    awardedLovelace: sum(lines.map((line) => line.earnedLovelace)),
    undistributedLovelace,
    openingLovelace: sum(input.opening.map((row) => row.lovelace)),
    payoutLovelace: sum(lines.map((line) => line.payoutLovelace)),
    carriedLovelace: sum(lines.map((line) => line.carriedLovelace)),
    supply: input.snapshot.supply,
    eligibleQuantity: quantityOf(decisions.filter((decision) => decision.eligible)),
    refusedQuantity: quantityOf(decisions.filter(isRefused)),
    neverPlayedQuantity: quantityOf(neverPlayed),
    unresolvedQuantity: quantityOf(book.unresolved),
    eligibleIdentities: decisions.filter((decision) => decision.eligible).length,
    neverPlayedIdentities: neverPlayed.length,
    participants: input.snapshot.participation.length,
    recipients: lines.filter((line) => line.payoutLovelace > 0n).length,
  };
}

/** Every lovelace in equals every lovelace out, and every token is accounted for. Throws otherwise. */
export function assertRewards({ lines, totals }: { lines: readonly RewardLine[]; totals: RewardTotals }): void {
  for (const line of lines) {
    assertInvariant(
      line.openingLovelace + line.earnedLovelace === line.payoutLovelace + line.carriedLovelace,
      () => `the line of ${line.address} does not add up`,
    );
    assertInvariant(line.payoutLovelace === 0n || line.carriedLovelace === 0n, () => `${line.address} is split`);
    assertInvariant(line.earnedLovelace >= 0n, () => `${line.address} earned ${line.earnedLovelace}`);
  }
  const { potLovelace, awardedLovelace, undistributedLovelace, openingLovelace, payoutLovelace, carriedLovelace } =
    totals;
  assertInvariant(awardedLovelace + undistributedLovelace === potLovelace, () => "the pot does not add up");
  assertInvariant(undistributedLovelace >= 0n, () => "more than the pot was awarded");
  assertInvariant(openingLovelace + awardedLovelace === payoutLovelace + carriedLovelace, () => "in is not out");
  const counted =
    totals.eligibleQuantity + totals.refusedQuantity + totals.neverPlayedQuantity + totals.unresolvedQuantity;
  assertInvariant(counted === totals.supply, () => `${counted} tokens accounted for, the supply is ${totals.supply}`);
}
