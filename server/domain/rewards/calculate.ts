import { decisionCodeOf } from "../eligibility/decision";
import { type HeldAddress, type HolderBook, readHolders } from "../eligibility/holders";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { PlayCount } from "../participation/tally";
import type { Rules } from "../rules/rules";
import type { Identity, Lovelace } from "../units";
import { apportion, apportionCapped } from "./apportion";
import { type Earning, makeLines } from "./make-lines";
import type { RefusedHolder, RewardCalculation } from "./reward-line";
import type { RewardInput, Snapshot } from "./snapshot";
import { assertRewards, type Decided, type EligibleHolder, totalsOf } from "./totals";

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
  const played = playersOf(snapshot);
  const book = readHolders(rules, snapshot.holdings, played);
  const decided = decideHolders(rules, book, played);
  const division = apportionCapped(potLovelace, decided.eligible, rules.perRecipientCapLovelace);
  const earnings = decided.eligible.flatMap(({ from, to }, index) =>
    splitOverAddresses(division.amounts[index] ?? 0n, book.held.slice(from, to)),
  );
  const lines = makeLines(input, earnings);
  const { refused } = decided;
  const { unresolved } = book;
  const undistributedLovelace = division.undistributed;
  const totals = totalsOf(input, { lines, decided, unresolved, undistributedLovelace });
  const result: RewardCalculation = { lines, refused, unresolved, totals };
  assertRewards(result);
  return result;
}

function playersOf({ participation }: Snapshot): Map<Identity, PlayCount> {
  const played = new Map(participation.map((row) => [row.identity, row]));
  assertInvariant(played.size === participation.length, () => "an identity's participation is listed twice");
  return played;
}

/** Decides for everyone who holds tokens that count, in the order of the identities. */
function decideHolders(rules: Rules, { held }: HolderBook, played: ReadonlyMap<Identity, PlayCount>): Decided {
  const eligible: EligibleHolder[] = [];
  const refused: RefusedHolder[] = [];
  const neverPlayed: bigint[] = [];
  for (let from = 0, to = 0; from < held.length; from = to) {
    const identity = held[from]?.identity ?? "";
    let quantity = 0n;
    for (to = from; held[to]?.identity === identity; to++) quantity += held[to]?.quantity ?? 0n;
    const participation = played.get(identity) ?? null;
    const facts = { identity, participation, payableQuantity: quantity, unpayableQuantity: 0n };
    const code = decisionCodeOf(rules, facts);
    if (code === "eligible") eligible.push({ key: identity, weight: quantity, from, to });
    else if (code === "never-played") neverPlayed.push(quantity);
    else refused.push({ identity, quantity, code });
  }
  return { eligible, refused, neverPlayed };
}

function splitOverAddresses(lovelace: Lovelace, rows: readonly HeldAddress[]): Earning[] {
  const amounts = apportion(
    lovelace,
    rows.map((row) => ({ key: row.key, weight: row.quantity })),
  );
  return rows.map((row, index) => ({ row, earnedLovelace: amounts[index] ?? 0n }));
}
