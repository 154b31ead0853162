import type { DecisionCode } from "../eligibility/decision";
import type { UnresolvedHolding } from "../eligibility/holders";
import type { PoolTerms } from "../rewards/pool-terms";
import type { RefusedHolder, RewardCalculation, RewardTotals } from "../rewards/reward-line";
import type { OpeningBalance } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import type { DayIndex, Lovelace } from "../units";
import { divideWithCap } from "./divide";
import { linesOf, type Place } from "./lines";
import { readOwner } from "./owner";
import type { Plays, ReplayState } from "./replay";

export type SecondInput = {
  /** What every transaction of the asset and of the game adds up to at the block. */
  readonly replay: ReplayState;
  readonly rules: Rules;
  readonly dayIndex: DayIndex;
  /** The amount of which a share-of-pool pot is a share. */
  readonly freePoolLovelace: Lovelace;
  readonly opening: readonly OpeningBalance[];
  /** Of the pool's last plan; taken over only by a day that pays. */
  readonly open: readonly OpeningBalance[];
  readonly poolTerms: PoolTerms;
  /** Nothing is paid, as two people decided. */
  readonly isClosed: boolean;
  readonly coinsPerUtxoByte: bigint;
};

/** Who holds how much where, and what counts for nobody. */
type Held = {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly unresolved: readonly UnresolvedHolding[];
};

/** Who takes part with how much, and who does not. */
type Verdicts = {
  readonly weights: ReadonlyMap<string, bigint>;
  readonly refused: readonly RefusedHolder[];
  readonly neverPlayed: readonly bigint[];
};

/**
 * Calculates the rewards again, straight from raw chain events, sharing only types with the first calculation. A
 * difference between the two freezes the day.
 */
export function calculateSecond(input: SecondInput): RewardCalculation {
  const { rules } = input;
  const holdings = new Map<string, bigint>();
  for (const { address, quantity } of input.replay.tokens.values()) {
    holdings.set(address, (holdings.get(address) ?? 0n) + quantity);
  }
  const { places, unresolved } = locate(holdings, rules);
  const { weights, refused, neverPlayed } = judgeAll(input, places);
  const { pot } = rules;
  const free = input.freePoolLovelace > 0n ? input.freePoolLovelace : 0n;
  const potLovelace = pot.kind === "fixed" ? pot.lovelace : (BigInt(pot.basisPoints) * free) / 10_000n;
  const shares = divideWithCap(potLovelace, weights, rules.perRecipientCapLovelace);
  const lines = linesOf(input, places, shares);
  const awardedLovelace = add(shares.values());
  const totals: RewardTotals = {
    potLovelace,
    awardedLovelace,
    undistributedLovelace: potLovelace - awardedLovelace,
    openingLovelace: add(lines.map((line) => line.openingLovelace)),
    payoutLovelace: add(lines.map((line) => line.payoutLovelace)),
    carriedLovelace: add(lines.map((line) => line.carriedLovelace)),
    supply: add(holdings.values()),
    eligibleQuantity: add(weights.values()),
    refusedQuantity: add(refused.map((row) => row.quantity)),
    neverPlayedQuantity: add(neverPlayed),
    unresolvedQuantity: add(unresolved.map((row) => row.quantity)),
    eligibleIdentities: weights.size,
    neverPlayedIdentities: neverPlayed.length,
    participants: input.replay.plays.size,
    recipients: lines.filter((line) => line.reason === "payable").length,
  };
  return { lines, refused, unresolved, totals };
}

function locate(holdings: ReadonlyMap<string, bigint>, rules: Rules): Held {
  const places = new Map<string, Place[]>();
  const unresolved: (UnresolvedHolding & { readonly bytes: string })[] = [];
  for (const [address, quantity] of holdings) {
    const { bytes, identity, unresolved: reason } = readOwner(address, rules);
    if (reason !== null || identity === null) {
      unresolved.push({ bytes, address, identity, quantity, reason: reason ?? "script" });
    } else {
      const known = places.get(identity);
      if (known) known.push({ address, bytes, quantity });
      else places.set(identity, [{ address, bytes, quantity }]);
    }
  }
  unresolved.sort((a, b) => (a.bytes < b.bytes ? -1 : 1));
  return { places, unresolved: unresolved.map(({ bytes: _, ...row }) => row) };
}

function judgeAll(input: SecondInput, places: ReadonlyMap<string, readonly Place[]>): Verdicts {
  const weights = new Map<string, bigint>();
  const refused: RefusedHolder[] = [];
  const neverPlayed: bigint[] = [];
  for (const [identity, rows] of places) {
    const quantity = add(rows.map((row) => row.quantity));
    const code = judge(input, identity, quantity);
    if (code === "eligible") weights.set(identity, quantity);
    else if (code === "never-played") neverPlayed.push(quantity);
    else refused.push({ identity, quantity, code });
  }
  return { weights, refused: refused.sort((a, b) => (a.identity < b.identity ? -1 : 1)), neverPlayed };
}

function judge(input: SecondInput, identity: string, quantity: bigint): DecisionCode {
  const { excluded, participation, holding } = input.rules;
  if (excluded.identities.includes(identity)) return "excluded";
  const plays = input.replay.plays.get(identity);
  if (plays === undefined) return "never-played";
  const counting = countedPlays(plays, input.dayIndex, participation.windowDays);
  if (counting === 0) return "played-outside-window";
  if (counting < participation.minimumPlays) return "too-few-plays";
  return quantity < holding.minimumQuantity ? "holds-too-little" : "eligible";
}

function countedPlays({ total, byDay }: Plays, dayIndex: DayIndex, windowDays: number | null): number {
  if (windowDays === null) return total;
  let counting = 0;
  for (const [day, plays] of byDay ?? []) if (day > dayIndex - windowDays) counting += plays;
  return counting;
}

function add(values: Iterable<bigint>): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}
