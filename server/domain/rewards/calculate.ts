import { addressKey, assertInvariant, compareText, sum } from "../bytes";
import { type Decision, decideEligibility } from "../eligibility/decision";
import { type HeldAddress, type HolderBook, readHolders } from "../eligibility/holders";
import { recipientReader } from "../recipient";
import type { Rules } from "../rules/rules";
import type { Identity, Lovelace } from "../units";
import { apportion, apportionCapped } from "./apportion";
import { isPayableAmount } from "./minimum-output";
import type { LineReason, RewardCalculation, RewardLine, RewardTotals } from "./reward-line";
import type { OpeningBalance, Snapshot } from "./snapshot";

export type RewardInput = {
  readonly snapshot: Snapshot;
  readonly rules: Rules;
  readonly potLovelace: Lovelace;
  /** What earlier days left owed, one row per address. */
  readonly opening: readonly OpeningBalance[];
  /** The protocol parameter at the snapshot. */
  readonly coinsPerUtxoByte: bigint;
};

type Earning = HeldAddress & { readonly identity: Identity; readonly earnedLovelace: Lovelace };

/**
 * The day's rewards: a pure function, whole numbers only, the same for every order of its inputs.
 *
 * 1. Tokens at payable, not excluded addresses are added up by identity, and eligibility is decided by identity.
 * 2. The pot is divided over the eligible identities by their tokens, with the cap (apportion.ts).
 * 3. Each identity's share is divided over the addresses that hold its tokens, by quantity: money follows tokens, never
 *    an address merely seen playing.
 * 4. What earlier days left owed to an address is added, as it was earned, whether or not the address is eligible
 *    today. All is paid when the ledger accepts it as an output; until then it is carried.
 *
 * Throws InvariantError if the snapshot does not add up to its supply: no day is worth a guess.
 */
export function calculateRewards(input: RewardInput): RewardCalculation {
  const { snapshot, rules, potLovelace } = input;
  const held = sum(snapshot.holdings.map((holding) => holding.quantity));
  assertInvariant(held === snapshot.supply, () => `holdings sum to ${held}, the supply is ${snapshot.supply}`);
  const book = readHolders(rules, snapshot.holdings);
  const decisions = decideHolders(rules, snapshot, book);
  const eligible = decisions.filter((decision) => decision.eligible);
  const shares = eligible.map(({ identity, quantity }) => ({ key: identity, weight: quantity }));
  const division = apportionCapped(potLovelace, shares, rules.perRecipientCapLovelace);
  const earnings = eligible.flatMap(({ identity }, index) =>
    splitOverAddresses(identity, division.amounts[index] ?? 0n, book.held.get(identity) ?? []),
  );
  const lines = makeLines(input, earnings);
  const result: RewardCalculation = {
    lines,
    refused: decisions.filter(isRefused).map(({ identity, quantity, code }) => ({ identity, quantity, code })),
    unresolved: book.unresolved,
    totals: totalsOf(input, lines, decisions, book, division.undistributed),
  };
  assertRewards(result);
  return result;
}

/** Decisions for everyone who holds tokens that count, in the order of the identities. */
function decideHolders(rules: Rules, snapshot: Snapshot, book: HolderBook): Decision[] {
  const played = new Map(snapshot.participation.map((row) => [row.identity, row]));
  assertInvariant(played.size === snapshot.participation.length, () => "an identity's participation is listed twice");
  return [...book.held]
    .map(([identity, rows]) =>
      decideEligibility(
        rules,
        {
          identity,
          participation: played.get(identity) ?? null,
          payableQuantity: sum(rows.map((row) => row.quantity)),
          unpayableQuantity: 0n,
        },
        snapshot.block,
      ),
    )
    .sort((a, b) => compareText(a.identity, b.identity));
}

function isRefused(decision: Decision): boolean {
  return !decision.eligible && decision.code !== "never-played";
}

function splitOverAddresses(identity: Identity, lovelace: Lovelace, rows: readonly HeldAddress[]): Earning[] {
  const amounts = apportion(
    lovelace,
    rows.map((row) => ({ key: row.key, weight: row.quantity })),
  );
  return rows.map((row, index) => ({ ...row, identity, earnedLovelace: amounts[index] ?? 0n }));
}

function makeLines(input: RewardInput, earnings: readonly Earning[]): RewardLine[] {
  const { rules, coinsPerUtxoByte } = input;
  const readRecipient = recipientReader(rules);
  const excludedAddresses = new Set(rules.excluded.addresses);
  const excludedIdentities = new Set(rules.excluded.identities);
  const owed = new Map<string, Earning>();
  const opening = new Map<string, Lovelace>();
  for (const earning of earnings) owed.set(earning.key, earning);
  for (const { address, lovelace } of input.opening) {
    const key = addressKey(address);
    assertInvariant(lovelace > 0n, () => `the opening balance of ${address} is ${lovelace}`);
    assertInvariant(!opening.has(key), () => `the opening balance of ${address} is listed twice`);
    opening.set(key, lovelace);
    const { identity } = readRecipient(address);
    assertInvariant(identity !== null, () => `${address} has an opening balance but can never have earned one`);
    if (!owed.has(key)) owed.set(key, { key, address, identity, quantity: 0n, earnedLovelace: 0n });
  }
  const reasonFor = (earning: Earning, total: Lovelace): LineReason => {
    if (total === 0n) return "nothing-earned";
    if (excludedAddresses.has(earning.address) || excludedIdentities.has(earning.identity)) return "excluded";
    if (!readRecipient(earning.address).payable) return "unpayable-address";
    return isPayableAmount(earning.address, total, coinsPerUtxoByte) ? "paid" : "below-minimum";
  };
  return [...owed.values()]
    .sort((a, b) => compareText(a.key, b.key))
    .map((earning) => {
      const { address, identity, quantity, earnedLovelace } = earning;
      const openingLovelace = opening.get(earning.key) ?? 0n;
      const total = openingLovelace + earnedLovelace;
      const reason = reasonFor(earning, total);
      const paidLovelace = reason === "paid" ? total : 0n;
      const carriedLovelace = total - paidLovelace;
      return {
        address,
        identity,
        quantity,
        openingLovelace,
        earnedLovelace,
        paidLovelace,
        carriedLovelace,
        reason,
      };
    });
}

function totalsOf(
  input: RewardInput,
  lines: readonly RewardLine[],
  decisions: readonly Decision[],
  book: HolderBook,
  undistributedLovelace: Lovelace,
): RewardTotals {
  const quantityOf = (rows: readonly { quantity: bigint }[]) => sum(rows.map((row) => row.quantity));
  const neverPlayed = decisions.filter((decision) => decision.code === "never-played");
  return {
    potLovelace: input.potLovelace,
    awardedLovelace: sum(lines.map((line) => line.earnedLovelace)),
    undistributedLovelace,
    openingLovelace: sum(input.opening.map((row) => row.lovelace)),
    paidLovelace: sum(lines.map((line) => line.paidLovelace)),
    carriedLovelace: sum(lines.map((line) => line.carriedLovelace)),
    supply: input.snapshot.supply,
    eligibleQuantity: quantityOf(decisions.filter((decision) => decision.eligible)),
    refusedQuantity: quantityOf(decisions.filter(isRefused)),
    neverPlayedQuantity: quantityOf(neverPlayed),
    unresolvedQuantity: quantityOf(book.unresolved),
    eligibleIdentities: decisions.filter((decision) => decision.eligible).length,
    neverPlayedIdentities: neverPlayed.length,
    participants: input.snapshot.participation.length,
    recipients: lines.filter((line) => line.paidLovelace > 0n).length,
  };
}

/** Checks that every lovelace in equals every lovelace out, and that every token is accounted for. Throws otherwise. */
export function assertRewards({ lines, totals }: { lines: readonly RewardLine[]; totals: RewardTotals }): void {
  for (const line of lines) {
    assertInvariant(
      line.openingLovelace + line.earnedLovelace === line.paidLovelace + line.carriedLovelace,
      () => `the line of ${line.address} does not add up`,
    );
    assertInvariant(line.paidLovelace === 0n || line.carriedLovelace === 0n, () => `${line.address} is split`);
    assertInvariant(line.earnedLovelace >= 0n, () => `${line.address} earned ${line.earnedLovelace}`);
  }
  const { potLovelace, awardedLovelace, undistributedLovelace, openingLovelace, paidLovelace, carriedLovelace } =
    totals;
  assertInvariant(awardedLovelace + undistributedLovelace === potLovelace, () => "the pot does not add up");
  assertInvariant(undistributedLovelace >= 0n, () => "more than the pot was awarded");
  assertInvariant(openingLovelace + awardedLovelace === paidLovelace + carriedLovelace, () => "in is not out");
  const counted =
    totals.eligibleQuantity + totals.refusedQuantity + totals.neverPlayedQuantity + totals.unresolvedQuantity;
  assertInvariant(counted === totals.supply, () => `${counted} tokens accounted for, the supply is ${totals.supply}`);
}
