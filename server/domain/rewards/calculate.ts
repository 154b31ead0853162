import { decisionCodeOf } from "../eligibility/decision";
import { type HolderBook, readHolders } from "../eligibility/holders";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { PlayCount } from "../participation/tally";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Identity, Lovelace } from "../units";
import { apportion, apportionCapped, type Share } from "./apportion";
import { type Earning, makeLines } from "./make-lines";
import type { RefusedHolder, RewardCalculation } from "./reward-line";
import type { RewardInput, Snapshot } from "./snapshot";
import { assertRewards, type Decided, type Holder, totalsOf } from "./totals";

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
  const decided = decideHolders(rules, gatherHolders(book), played);
  const division = apportionCapped(potLovelace, decided.eligible, rules.perRecipientCapLovelace);
  const lines = makeLines(input, earningsOf(book, decided.eligible, division.amounts));
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

/** Everyone who holds tokens that count, with the places of its addresses in the book. */
function gatherHolders({ held }: HolderBook): Holder[] {
  const byIdentity = new Map<Identity, Holder>();
  for (const [at, { identity, quantity }] of held.entries()) {
    const known = byIdentity.get(identity);
    if (!known) byIdentity.set(identity, { key: identity, weight: quantity, first: at, others: null });
    else {
      known.weight += quantity;
      known.others ??= [];
      known.others.push(at);
    }
  }
  return [...byIdentity.values()];
}

function decideHolders(rules: Rules, holders: readonly Holder[], played: ReadonlyMap<Identity, PlayCount>): Decided {
  const eligible: Holder[] = [];
  const refused: RefusedHolder[] = [];
  const neverPlayed: bigint[] = [];
  for (const holder of holders) {
    const { key: identity, weight: quantity } = holder;
    const participation = played.get(identity) ?? null;
    const facts = { identity, participation, payableQuantity: quantity, unpayableQuantity: 0n };
    const code = decisionCodeOf(rules, facts);
    if (code === "eligible") eligible.push(holder);
    else if (code === "never-played") neverPlayed.push(quantity);
    else refused.push({ identity, quantity, code });
  }
  refused.sort((a, b) => compareText(a.identity, b.identity));
  return { eligible, refused, neverPlayed };
}

/** Each identity's share over its addresses, in the order of the book. */
function earningsOf({ held }: HolderBook, eligible: readonly Holder[], amounts: readonly Lovelace[]): Earning[] {
  const earned: (Lovelace | null)[] = held.map(() => null);
  for (const [index, { first, others }] of eligible.entries()) {
    const lovelace = amounts[index] ?? 0n;
    if (others === null) earned[first] = lovelace;
    else {
      const places = [first, ...others];
      const split = apportion(
        lovelace,
        places.map((at) => shareAt(held, at)),
      );
      for (const [nth, at] of places.entries()) earned[at] = split[nth] ?? 0n;
    }
  }
  return held.flatMap((row, at) => {
    const earnedLovelace = earned[at] ?? null;
    return earnedLovelace === null ? [] : [{ row, earnedLovelace }];
  });
}

function shareAt(held: HolderBook["held"], at: number): Share {
  const row = held[at];
  return { key: row?.key ?? "", weight: row?.quantity ?? 0n };
}
