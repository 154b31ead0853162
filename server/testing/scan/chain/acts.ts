import type { Dice } from "../dice";
import * as cbor from "./cbor";
import type { Unspent } from "./chain";
import { GAME, keyHashOf, PEOPLE, playerOf } from "./people";
import { anybody, type Coin, coinsOf, negative, pay, peoplesCoins, plain, someCoins } from "./purse";
import { OTHER_ASSETS, POOL, POOL_DATUM, PRIZE_ASSET } from "./terms";
import { makeTransaction, type Output, type Sketch, type TestTransaction } from "./transaction";

/* What happens on the worlds' chains. */

type Act = (unspent: Unspent, dice: Dice) => Sketch | null;

const play: Act = (unspent, dice) => {
  const lovelace = dice.pick([1_500_000n, 2_000_000n, 2_000_000n, 5_000_000n, 7_000_000n]);
  const datum = dice.chance(0.5) ? namingDatum(dice) : {};
  const more = dice.chance(0.15) ? { withdrawnLovelace: dice.pick([3_000_000n, 90_000_000n]) } : {};
  return pay(someCoins(unspent, dice), [{ ...plain(GAME, lovelace), ...datum }], more);
};

/** Names a player, nobody, or is not even data. */
function namingDatum(dice: Dice): Pick<Output, "datum" | "names"> {
  const hash = keyHashOf(dice.pick(PEOPLE));
  const names = playerOf(hash);
  return dice.pick([
    { datum: cbor.tag(121, cbor.array([cbor.bytes(hash)])), names },
    { datum: cbor.tag(121, cbor.array([cbor.chunked(hash)], true)), names },
    { datum: cbor.int(7) },
  ]);
}

const move: Act = (unspent, dice) => {
  const holders = peoplesCoins(unspent).filter(({ output }) => (output.tokens[PRIZE_ASSET] ?? 0n) > 0n);
  if (holders.length === 0) return null;
  const coin = dice.pick(holders);
  const held = coin.output.tokens[PRIZE_ASSET] ?? 0n;
  const moved = dice.chance(0.5) ? held : (held + 1n) / 2n;
  const to = dice.chance(0.1) ? GAME : anybody(dice);
  return pay([coin], [plain(to, 1_200_000n, { [PRIZE_ASSET]: moved })]);
};

const mint: Act = (unspent, dice) => {
  const made = { [PRIZE_ASSET]: BigInt(1 + dice.below(500)) };
  const other = dice.chance(0.5) ? { [dice.pick(OTHER_ASSETS)]: 5n } : {};
  return pay(someCoins(unspent, dice), [plain(anybody(dice), 1_500_000n, made)], { mint: { ...made, ...other } });
};

/** All that the coin holds, so that no output of the transaction has the token; or a part of it. */
const burn: Act = (unspent, dice) => {
  const holders = peoplesCoins(unspent).filter(({ output }) => (output.tokens[PRIZE_ASSET] ?? 0n) > 1n);
  if (holders.length === 0) return null;
  const coin = dice.pick(holders);
  const held = coin.output.tokens[PRIZE_ASSET] ?? 0n;
  return pay([coin], [], { mint: negative({ [PRIZE_ASSET]: dice.chance(0.7) ? held : held / 2n }) });
};

/** The game's own money: paid out, or only moved. */
const gamePays: Act = (unspent, dice) => {
  const coins = coinsOf(unspent, ({ to }) => to.text === GAME.text).slice(0, 1 + dice.below(2));
  const outputs = dice.chance(0.5) ? [] : [plain(GAME, dice.pick([1_000_000n, 4_000_000n]))];
  return pay([...(dice.chance(0.5) ? someCoins(unspent, dice) : []), ...coins], outputs);
};

const poolMoves: Act = (unspent, dice) => {
  const [pool] = coinsOf(unspent, ({ to }) => to.text === POOL.text);
  if (!pool) return null;
  const more = BigInt(dice.below(1_000_000));
  const next = { ...pool.output, lovelace: pool.output.lovelace + more, datum: POOL_DATUM };
  return pay([...someCoins(unspent, dice), pool], [next]);
};

const nothingOfOurs: Act = (unspent, dice) => pay(someCoins(unspent, dice), [plain(anybody(dice), 1_000_000n)]);

const ACTS: readonly { readonly act: Act; readonly weight: number; readonly scripts: number }[] = [
  { act: play, weight: 10, scripts: 0.3 },
  { act: move, weight: 7, scripts: 0.2 },
  { act: mint, weight: 2, scripts: 0.3 },
  { act: burn, weight: 3, scripts: 0.2 },
  { act: gamePays, weight: 3, scripts: 1 },
  { act: poolMoves, weight: 2, scripts: 1 },
  { act: nothingOfOurs, weight: 3, scripts: 0.1 },
];

/** One more transaction on what is unspent; null where the dice found none that can be paid. */
export function inventTransaction(unspent: Unspent, dice: Dice): TestTransaction | null {
  const { act, scripts } = dice.pick(ACTS.flatMap((one) => Array.from({ length: one.weight }, () => one)));
  const sketch = act(unspent, dice);
  if (!sketch) return null;
  if (!dice.chance(scripts)) return makeTransaction(sketch, dice);
  const coins = peoplesCoins(unspent).filter(({ output }) => output.lovelace > COLLATERAL_LOVELACE);
  return coins.length === 0 ? null : makeTransaction(withScripts(sketch, dice.pick(coins), dice), dice);
}

/** Less than any coin that is put up: what it holds in tokens must come back, and the ledger refuses it otherwise. */
const COLLATERAL_LOVELACE = 500_000n;

/** What the transaction puts up in case its scripts fail, and in a third of the cases loses. */
function withScripts(sketch: Sketch, coin: Coin, dice: Dice): Sketch {
  const { lovelace, tokens } = coin.output;
  const rest = lovelace - COLLATERAL_LOVELACE;
  const needsReturn = Object.keys(tokens).length > 0 || dice.chance(0.6);
  const to = dice.chance(0.3) ? anybody(dice) : coin.output.to;
  const collateralReturn = needsReturn ? plain(to, rest, tokens) : null;
  return { ...sketch, collateral: [coin.ref], collateralReturn, valid: dice.chance(0.65) };
}
