import { GAME } from "@/server/testing/scan/chain/people";
import { PRIZE_ASSET } from "@/server/testing/scan/chain/terms";
import {
  makeTransaction,
  type Output,
  type Sketch,
  type TestTransaction,
} from "@/server/testing/scan/chain/transaction";
import type { Dice } from "@/server/testing/scan/dice";
import type { Coin, Person, TokenCoin } from "./people";
import { CONCERNS, type Store } from "./store";

/* What happens on the chain of the bench. Each act adds one transaction that concerns us. */

const FEE_LOVELACE = 200_000n;
const PLAY_LOVELACE = 2_000_000n;
const BESIDE_TOKENS_LOVELACE = 1_500_000n;
/** Payments by a coin that comes from outside, so that the transaction which made it has to be asked for. */
const OUTSIDE_SHARE = 0.25;
const SCRIPTS_SHARE = 0.1;
const OUTSIDE_LOVELACE = 50_000_000n;

export type World = {
  readonly store: Store;
  readonly people: Person[];
  readonly dice: Dice;
  readonly counts: Counts;
};

/** What the scan has to ask for, so far. */
export type Counts = {
  transactions: number;
  scripts: number;
  /** That do not concern us, and tell who played. */
  earlier: number;
};

export function act(world: World): void {
  const roll = world.dice.roll();
  if (roll < 0.6) play(world);
  else if (roll < 0.97) move(world);
  else mintOrBurn(world);
}

function play(world: World): void {
  const { dice, people } = world;
  const player = dice.pick(people);
  const coin = dice.chance(OUTSIDE_SHARE) ? fromOutside(world, player.address, OUTSIDE_LOVELACE) : player.coin;
  const rest = coin.lovelace - PLAY_LOVELACE - FEE_LOVELACE;
  const isOurs = world.store.concernsOf(world.store.numberOf(coin.ref.id) ?? -1) !== CONCERNS.nothing;
  if (!isOurs) world.counts.earlier += 1;
  const made = add(world, CONCERNS.game, {
    inputs: [coin.ref],
    outputs: [plain(GAME, PLAY_LOVELACE), plain(player.address, rest)],
    feeLovelace: FEE_LOVELACE,
  });
  player.coin = { ref: { id: made.id, index: 1 }, lovelace: rest };
}

/** A coin that somebody was given by a transaction which does not concern us. */
export function fromOutside({ store, dice }: Pick<World, "store" | "dice">, to: Output["to"], lovelace: bigint): Coin {
  const input = { id: `${dice.below(2 ** 31)}${dice.below(2 ** 31)}`.padStart(64, "0"), index: 0 };
  const sketch = { inputs: [input], outputs: [plain(to, lovelace)], feeLovelace: FEE_LOVELACE };
  const made = makeTransaction(sketch, dice);
  store.addTransaction(made, CONCERNS.nothing);
  return { ref: { id: made.id, index: 0 }, lovelace };
}

/** Everything that somebody has, to somebody else but for the change. */
function move(world: World): void {
  const { dice, people } = world;
  const giver = dice.pick(people);
  const taker = dice.pick(people);
  if (giver.tokens.length === 0) {
    mint(world, [giver]);
    return;
  }
  const coins = giver.tokens;
  const sum = coins.reduce((total, { quantity }) => total + quantity, 0n);
  const given = sum / 2n + 1n;
  const outputs = [holding(taker, given), ...(sum > given ? [holding(giver, sum - given)] : [])];
  const made = add(world, CONCERNS.asset, {
    inputs: [...coins, giver.coin].map(({ ref }) => ref),
    outputs: [...outputs, plain(giver.address, giver.coin.lovelace - FEE_LOVELACE)],
    feeLovelace: FEE_LOVELACE,
  });
  giver.tokens = sum > given ? [tokenCoin(made.id, 1, sum - given)] : [];
  taker.tokens.push(tokenCoin(made.id, 0, given));
  giver.coin = { ref: { id: made.id, index: outputs.length }, lovelace: giver.coin.lovelace - FEE_LOVELACE };
}

function mintOrBurn(world: World): void {
  const person = world.dice.pick(world.people);
  const [coin] = person.tokens;
  if (!coin || world.dice.chance(0.6)) {
    mint(world, [person]);
    return;
  }
  add(world, CONCERNS.asset | CONCERNS.burn, {
    inputs: [coin.ref],
    outputs: [plain(person.address, coin.lovelace - FEE_LOVELACE)],
    feeLovelace: FEE_LOVELACE,
    mint: { [PRIZE_ASSET]: -coin.quantity },
  });
  person.tokens.shift();
}

/** Tokens for each of them; the first pays. */
export function mint(world: World, people: readonly Person[]): void {
  const [payer] = people;
  if (!payer) return;
  const quantity = 1_000n;
  const rest = payer.coin.lovelace - FEE_LOVELACE - BESIDE_TOKENS_LOVELACE * BigInt(people.length);
  const made = add(world, CONCERNS.asset | CONCERNS.mint, {
    inputs: [payer.coin.ref],
    outputs: [...people.map((person) => holding(person, quantity)), plain(payer.address, rest)],
    feeLovelace: FEE_LOVELACE,
    mint: { [PRIZE_ASSET]: quantity * BigInt(people.length) },
  });
  for (const [index, person] of people.entries()) person.tokens.push(tokenCoin(made.id, index, quantity));
  payer.coin = { ref: { id: made.id, index: people.length }, lovelace: rest };
}

const tokenCoin = (id: string, index: number, quantity: bigint): TokenCoin => ({
  ref: { id, index },
  lovelace: BESIDE_TOKENS_LOVELACE,
  quantity,
});

const plain = (to: Output["to"], lovelace: bigint): Output => ({ to, lovelace, tokens: {}, datum: null });
const holding = ({ address }: Person, quantity: bigint): Output => ({
  ...plain(address, BESIDE_TOKENS_LOVELACE),
  tokens: { [PRIZE_ASSET]: quantity },
});

function add({ store, dice, counts }: World, concerns: number, sketch: Sketch): TestTransaction {
  const runsScripts = dice.chance(SCRIPTS_SHARE);
  const made = makeTransaction(runsScripts ? { ...sketch, collateral: sketch.inputs.slice(-1) } : sketch, dice);
  store.addTransaction(made, concerns, runsScripts);
  counts.transactions += 1;
  if (runsScripts) counts.scripts += 1;
  return made;
}
