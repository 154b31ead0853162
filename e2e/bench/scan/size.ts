import { type GameChain, makeGameChain } from "./chain/game-chain";

export type Size = {
  readonly transactions: number;
  readonly utxos: number;
  readonly participants: number;
  /** Of the history that is read; and how many of them are replaced. */
  readonly blocks: number;
  readonly rollback: number;
  /** Lived through, with transactions and without; counted for a whole day. */
  readonly hours: { readonly live: number; readonly rest: number };
};

const TRANSACTIONS_A_PERSON = 10;

/** What the chain of this size follows from, in whatever process it is made. */
export function seedOf({ transactions, blocks }: Pick<Size, "transactions" | "blocks">) {
  return { seed: "bench", people: Math.ceil(transactions / TRANSACTIONS_A_PERSON), blocks, transactions };
}

export function makeChain(size: Size): GameChain {
  const { seed, people, blocks, transactions } = seedOf(size);
  const chain = makeGameChain(seed, people);
  chain.grow(blocks, transactions);
  return chain;
}

export const tipOf = ({ store }: GameChain): number => store.blocks.length - 1;
