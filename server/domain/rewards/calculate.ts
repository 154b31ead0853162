import { decisionCodeOf } from "../eligibility/decision";
import { type HeldAddress, type HolderBook, readHolders } from "../eligibility/holders";
import { assertInvariant } from "../invariant";
import type { PlayCount } from "../participation/tally";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Identity, Lovelace } from "../units";
import { apportion, apportionCapped, type Share } from "./apportion";
import { makeLines } from "./make-lines";
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
  const { book, decided } = decideAll(input);
  const { lines, undistributedLovelace } = shareOut(input, book, decided);
  const { refused } = decided;
  const { unresolved } = book;
  const totals = totalsOf(input, { lines, decided, unresolved, undistributedLovelace });
  const result: RewardCalculation = { lines, refused, unresolved, totals };
  assertRewards(result);
  return result;
}

// Each step is a function of its own, so that what only it needs is let go: with a million holders that is much.

function decideAll({ rules, snapshot }: RewardInput): { book: HolderBook<Holder>; decided: Decided } {
  const { holdings, supply } = snapshot;
  let held = 0n;
  for (const { quantity } of holdings) held += quantity;
  assertInvariant(held === supply, () => `holdings sum to ${held}, the supply is ${supply}`);
  const book = readHolders(rules, holdings, playersOf(snapshot));
  return { book, decided: decideHolders(rules, gatherHolders(book)) };
}

function shareOut(input: RewardInput, { held }: HolderBook, { eligible }: Decided) {
  const { potLovelace, rules } = input;
  const { amounts, undistributed } = apportionCapped(potLovelace, eligible, rules.perRecipientCapLovelace);
  const lines = makeLines(input, held, earnedBy(held, eligible, amounts));
  return { lines, undistributedLovelace: undistributed };
}

/** Everyone who has ever played, as holders of nothing so far. */
function playersOf({ participation: rows }: Snapshot): Map<Identity, Holder> {
  const players = new Map<Identity, Holder>();
  for (const participation of rows)
    players.set(participation.identity, holderOf(participation.identity, participation));
  assertInvariant(players.size === rows.length, () => "an identity's participation is listed twice");
  return players;
}

function holderOf(key: Identity, participation: PlayCount | null): Holder {
  return { key, participation, weight: 0n, first: -1, others: null };
}

/** Everyone who holds tokens that count, with the places of its addresses in the book. */
function gatherHolders({ held }: HolderBook<Holder>): Holder[] {
  const holders: Holder[] = [];
  const strangers = new Map<Identity, Holder>();
  const strangerOf = (identity: Identity) => {
    const stranger = strangers.get(identity) ?? holderOf(identity, null);
    strangers.set(identity, stranger);
    return stranger;
  };
  for (const [at, { identity, quantity, owner }] of held.entries()) {
    const holder = owner ?? strangerOf(identity);
    if (holder.first < 0) {
      holder.first = at;
      holder.weight = quantity;
      holders.push(holder);
    } else {
      holder.weight += quantity;
      holder.others ??= [];
      holder.others.push(at);
    }
  }
  return holders;
}

function decideHolders(rules: Rules, holders: readonly Holder[]): Decided {
  const eligible: Holder[] = [];
  const refused: RefusedHolder[] = [];
  const neverPlayed: bigint[] = [];
  for (const holder of holders) {
    const { key: identity, participation, weight: quantity } = holder;
    const facts = { identity, participation, payableQuantity: quantity, unpayableQuantity: 0n };
    const code = decisionCodeOf(rules, facts);
    if (code === "eligible") eligible.push(holder);
    else if (code === "never-played") neverPlayed.push(quantity);
    else refused.push({ identity, quantity, code });
  }
  refused.sort((a, b) => compareText(a.identity, b.identity));
  return { eligible, refused, neverPlayed };
}

/** Each identity's share over its addresses, by their places in the book; null where nobody is eligible. */
function earnedBy(
  held: readonly HeldAddress[],
  eligible: readonly Holder[],
  amounts: readonly Lovelace[],
): (Lovelace | null)[] {
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
  return earned;
}

/** In the order of the book, so a place in it breaks ties as the address's bytes do. */
function shareAt(held: readonly HeldAddress[], at: number): Share {
  return { key: String(at).padStart(PLACE_DIGITS, "0"), weight: held[at]?.quantity ?? 0n };
}

const PLACE_DIGITS = String(Number.MAX_SAFE_INTEGER).length;
