import type { Dice } from "../dice";
import type { Unspent } from "./chain";
import { GAME, PEOPLE } from "./people";
import { POOL } from "./terms";
import type { Output, Ref, Sketch, Tokens } from "./transaction";

/* What tests' transactions are made of: outputs that somebody holds, sums, and change. */

export type Coin = { readonly ref: Ref; readonly output: Output };

export const FEE_LOVELACE = 200_000n;
const LEAST_CHANGE = 1_000_000n;

export const coinsOf = (unspent: Unspent, isWanted: (output: Output) => boolean): Coin[] =>
  [...unspent.values()].filter(({ output }) => isWanted(output));

/** Everybody's but the game's and the pool's. */
export const peoplesCoins = (unspent: Unspent): Coin[] =>
  coinsOf(unspent, ({ to }) => to.text !== GAME.text && to.text !== POOL.text);

export function addTokens(...sums: readonly Tokens[]): Tokens {
  const total: Record<string, bigint> = {};
  for (const [unit, quantity] of sums.flatMap((tokens) => Object.entries(tokens))) {
    total[unit] = (total[unit] ?? 0n) + quantity;
  }
  return Object.fromEntries(Object.entries(total).filter(([, quantity]) => quantity !== 0n));
}

export const negative = (tokens: Tokens): Tokens =>
  Object.fromEntries(Object.entries(tokens).map(([unit, quantity]) => [unit, -quantity]));

/** A payment whose change goes to the first payer; null where there is too little for it. */
export function pay(
  coins: readonly Coin[],
  outputs: readonly Output[],
  more: Pick<Sketch, "mint" | "withdrawnLovelace"> = {},
): Sketch | null {
  const [first] = coins;
  const sum = (list: readonly Output[]) => list.reduce((total, { lovelace }) => total + lovelace, 0n);
  const given = coins.map(({ output }) => output);
  const rest = sum(given) + (more.withdrawnLovelace ?? 0n) - sum(outputs) - FEE_LOVELACE;
  const spentTokens = outputs.map(({ tokens }) => negative(tokens));
  const tokens = addTokens(...given.map((output) => output.tokens), more.mint ?? {}, ...spentTokens);
  if (!first || rest < LEAST_CHANGE || Object.values(tokens).some((quantity) => quantity < 0n)) return null;
  const change = { to: first.output.to, lovelace: rest, tokens, datum: null };
  return { inputs: coins.map(({ ref }) => ref), outputs: [...outputs, change], feeLovelace: FEE_LOVELACE, ...more };
}

/** Up to three coins of anybody. */
export function someCoins(unspent: Unspent, dice: Dice): Coin[] {
  const all = peoplesCoins(unspent);
  const wanted = dice.chance(0.6) ? 1 : 1 + dice.below(3);
  const chosen = new Map<string, Coin>();
  for (let at = 0; at < wanted && all.length > 0; at++) {
    const coin = dice.pick(all);
    chosen.set(`${coin.ref.id}#${coin.ref.index}`, coin);
  }
  return [...chosen.values()];
}

export const plain = (to: Output["to"], lovelace: bigint, tokens: Tokens = {}): Output => ({
  to,
  lovelace,
  tokens,
  datum: null,
});

export const anybody = (dice: Dice): Output["to"] => dice.pick(PEOPLE);
