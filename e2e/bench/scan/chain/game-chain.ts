import { POOL, POOL_DATUM, STATE_TOKEN } from "@/server/testing/scan/chain/terms";
import { makeTransaction } from "@/server/testing/scan/chain/transaction";
import { type Dice, diceFrom } from "@/server/testing/scan/dice";
import { act, type Counts, fromOutside, mint, type World } from "./acts";
import { addressOf, type Person } from "./people";
import { CONCERNS, createStore, type Store, type StoredBlock } from "./store";

/** A chain on which people play and move tokens, and that goes on when asked. */
export type GameChain = {
  readonly store: Store;
  /** Where the pool's history begins: everything of ours comes after it. */
  readonly start: StoredBlock;
  readonly counts: Readonly<Counts>;
  /** How many transactions up to a height concern us. */
  concernedUpTo(height: number): number;
  /** That many more blocks, a mainnet's apart, with so many transactions that concern us. */
  grow(blocks: number, transactions: number): void;
};

/** Slots between two blocks, on the average. */
const SLOTS_A_BLOCK = 20;
const MINTED_AT_ONCE = 50;
const WEALTH_LOVELACE = 10_000_000_000n;
const START_HEIGHT = 3;

export function makeGameChain(seed: string, people: number): GameChain {
  const dice = diceFrom(seed);
  const store = createStore();
  const empty = (blocks: number) => {
    for (let at = 0; at < blocks; at++) addBlock(store, dice);
  };
  empty(START_HEIGHT + 1);
  const counts = { transactions: 0, scripts: 0, earlier: 0 };
  const world: World = { store, dice, people: [], counts };
  for (let number = 0; number < people; number++) world.people.push(arrive(world, number));
  giveOut(world);
  addBlock(store, dice);
  const sums: number[] = [];
  return {
    store,
    start: blockAt(store, START_HEIGHT),
    counts,
    concernedUpTo(height) {
      for (let at = sums.length; at <= height; at++) sums.push((sums.at(-1) ?? 0) + concernedIn(store, at));
      return sums[height] ?? 0;
    },
    grow(blocks, transactions) {
      for (let at = 0, done = 0; at < blocks; at++) {
        for (const upTo = (transactions * (at + 1)) / blocks; done < Math.floor(upTo); done++) act(world);
        addBlock(store, dice);
      }
    },
  };
}

function blockAt(store: Store, height: number): StoredBlock {
  const block = store.blocks[height];
  if (!block) throw new RangeError(`there is no block ${height}`);
  return block;
}

function concernedIn(store: Store, height: number): number {
  const { first, end } = blockAt(store, height);
  let count = 0;
  for (let number = first; number < end; number++) if (store.concernsOf(number) !== CONCERNS.nothing) count++;
  return count;
}

function arrive(world: World, number: number): Person {
  const address = addressOf(number);
  return { address, coin: fromOutside(world, address, WEALTH_LOVELACE), tokens: [] };
}

/** The pool, and the first tokens for everybody. */
function giveOut(world: World): void {
  const { store, dice, people } = world;
  const pool = { to: POOL, lovelace: 9_000_000_000n, tokens: { [STATE_TOKEN]: 1n }, datum: POOL_DATUM };
  const mintPool = { inputs: [{ id: "f1".repeat(32), index: 0 }], outputs: [pool], mint: { [STATE_TOKEN]: 1n } };
  store.addTransaction(makeTransaction({ ...mintPool, feeLovelace: 200_000n }, dice), CONCERNS.pool | CONCERNS.mint);
  for (let at = 0; at < people.length; at += MINTED_AT_ONCE) mint(world, people.slice(at, at + MINTED_AT_ONCE));
}

function addBlock(store: Store, dice: Dice): void {
  const { length } = store.blocks;
  const slot = (store.blocks.at(-1)?.slot ?? -1) + 1 + dice.below(2 * SLOTS_A_BLOCK - 1);
  store.addBlock(`${dice.below(2 ** 32)}`.padStart(32, "0") + `${length}`.padStart(32, "0"), slot);
}
