import { type Dice, diceFrom, rollOf } from "../dice";
import { inventTransaction } from "./acts";
import { apply, type Block, effectsOf, keyOf, makeBlock, unspentAt, type View } from "./chain";
import { deployPool, firstMint, fundPeople, genesisFunds } from "./first-blocks";
import type { Output, Ref, TestTransaction } from "./transaction";

/** A chain as it grows and forks, and every state that it has been in. */
export type Story = {
  readonly seed: string;
  /** Where the pool's scan begins to hold every block. No fork goes below it. */
  readonly start: Block;
  /** All states, oldest first, one a block: what a server may still believe. */
  readonly views: readonly View[];
  readonly now: View;
  /** Every output that a transaction of any state made or could have made. */
  resolve(ref: Ref): Output | null;
  grow(blocks: number): void;
  /** Replaces the last `depth` blocks by `depth + more` others. */
  fork(depth: number, more: number): void;
};

export type StoryOptions = {
  readonly seed: string;
  readonly firstHeight: 0 | 1;
  /** Blocks before the pool's start, and after it when the scan begins. */
  readonly before: number;
  readonly after: number;
};

const MOST_IN_A_BLOCK = 3;
const LIVELY = 12;
/** Blocks below the highest ever that no fork reaches, so that every branch is shorter than k. */
const DEEPEST = 12;

type Due = { readonly transaction: TestTransaction; readonly height: number };

export function createStory({ seed, firstHeight, before, after }: StoryOptions): Story {
  const views: View[] = [];
  const genesis = genesisFunds();
  const outputs = new Map([...genesis].map(([key, { output }]) => [key, output]));
  let highest = 0;
  let now: View = [];
  let unspent = new Map(genesis);

  function append(due: readonly Due[]): void {
    const dice = diceFrom(`${seed}/block ${views.length}`);
    const previous = now.at(-1) ?? null;
    const height = previous ? previous.height + 1 : firstHeight;
    const slot = (previous?.slot ?? -1) + 1 + dice.below(40);
    const landing = due.filter((one) => one.height === height).map(({ transaction }) => transaction);
    const kept = landing.filter((transaction) => apply(unspent, transaction));
    const fresh = inventBlock(dice);
    now = [...now, makeBlock(previous, { height, slot, salt: String(views.length) }, [...kept, ...fresh])];
    for (const transaction of fresh) {
      for (const valid of [true, false]) {
        for (const { ref, output } of effectsOf(transaction, valid).made) outputs.set(keyOf(ref), output);
      }
    }
    highest = Math.max(highest, now.length);
    views.push(now);
  }

  function inventBlock(dice: Dice): TestTransaction[] {
    const planned = plannedAt(dice);
    // A long past is mostly empty.
    const wanted = dice.chance(now.length < before + after - LIVELY ? 0.8 : 0.25)
      ? 0
      : 1 + dice.below(dice.chance(0.1) ? 3 * MOST_IN_A_BLOCK : MOST_IN_A_BLOCK);
    const invented: TestTransaction[] = [];
    for (let at = 0; now.length > 1 && at < wanted; at++) {
      const transaction = inventTransaction(unspent, dice);
      if (transaction && apply(unspent, transaction)) invented.push(transaction);
    }
    return [...planned, ...invented];
  }

  function plannedAt(dice: Dice): TestTransaction[] {
    const at = now.length;
    const planned = at === 0 ? fundPeople(dice) : at === 1 ? [firstMint(unspent, dice)] : [];
    if (at === before + 1) planned.push(deployPool(unspent, dice));
    return planned.filter((transaction) => apply(unspent, transaction));
  }

  /** What becomes of those whose block is gone: the same height, a later one, or never. */
  function landAgain(orphans: readonly Block[]): Due[] {
    return orphans.flatMap(({ height, transactions }) =>
      transactions.flatMap((transaction) => {
        const fate = rollOf(`${seed}/${views.length}/${transaction.id}`);
        if (fate < 0.4) return [{ transaction, height }];
        return fate < 0.7 ? [{ transaction, height: height + 1 + Math.floor(fate * 10) - 4 }] : [];
      }),
    );
  }

  const grow = (blocks: number) => {
    for (let at = 0; at < blocks; at++) append([]);
  };
  grow(before + after);
  const start = now[before - 1];
  if (!start) throw new RangeError("there is no block where the pool's scan begins");
  return {
    seed,
    start,
    views,
    get now() {
      return now;
    },
    resolve: (ref) => outputs.get(keyOf(ref)) ?? null,
    grow,
    fork(depth, more) {
      const lowest = Math.max(before + 2, highest - DEEPEST);
      const kept = Math.max(lowest, now.length - depth);
      const orphans = now.slice(kept);
      const due = landAgain(orphans);
      now = now.slice(0, kept);
      unspent = unspentAt(now, genesis);
      for (let at = 0; at < orphans.length + more; at++) append(due);
    },
  };
}
