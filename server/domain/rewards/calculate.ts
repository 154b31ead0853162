import { decisionCodeOf } from "../eligibility/decision";
import { type HeldAddress, type HolderBook, readHolders } from "../eligibility/holders";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Identity, Lovelace } from "../units";
import { apportion, apportionCapped } from "./apportion";
import { type Earning, makeLines } from "./make-lines";
import type { RewardCalculation } from "./reward-line";
import type { RewardInput, Snapshot } from "./snapshot";
import { assertRewards, type Decided, isRefused, totalsOf } from "./totals";

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
  const decided = decideHolders(rules, snapshot, book);
  const eligible = decided.filter(({ code }) => code === "eligible");
  const shares = eligible.map(({ identity, quantity }) => ({ key: identity, weight: quantity }));
  const division = apportionCapped(potLovelace, shares, rules.perRecipientCapLovelace);
  const earnings: Earning[] = [];
  for (const [index, { identity }] of eligible.entries()) {
    splitOverAddresses(identity, division.amounts[index] ?? 0n, book.held.get(identity) ?? [], earnings);
  }
  const lines = makeLines(input, earnings);
  const result: RewardCalculation = {
    lines,
    refused: decided.filter(isRefused),
    unresolved: book.unresolved,
    totals: totalsOf(input, { lines, decided, book, undistributedLovelace: division.undistributed }),
  };
  assertRewards(result);
  return result;
}

/** Decisions for everyone who holds tokens that count, in the order of the identities. */
function decideHolders(rules: Rules, { participation }: Snapshot, { held }: HolderBook): Decided[] {
  const played = new Map(participation.map((row) => [row.identity, row]));
  assertInvariant(played.size === participation.length, () => "an identity's participation is listed twice");
  const decided: Decided[] = [];
  for (const [identity, rows] of held) {
    const quantity = sum(rows.map((row) => row.quantity));
    const facts = {
      identity,
      participation: played.get(identity) ?? null,
      payableQuantity: quantity,
      unpayableQuantity: 0n,
    };
    decided.push({ identity, quantity, code: decisionCodeOf(rules, facts) });
  }
  return decided.sort((a, b) => compareText(a.identity, b.identity));
}

function splitOverAddresses(
  identity: Identity,
  lovelace: Lovelace,
  rows: readonly HeldAddress[],
  earnings: Earning[],
): void {
  const amounts = apportion(
    lovelace,
    rows.map((row) => ({ key: row.key, weight: row.quantity })),
  );
  for (const [index, { key, address, quantity }] of rows.entries()) {
    earnings.push({ key, address, quantity, identity, earnedLovelace: amounts[index] ?? 0n });
  }
}
