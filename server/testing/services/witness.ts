import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import type { ChainWitness, SourceKind } from "@/server/domain/ports";
import type { World } from "./world";

export type Lies = Partial<ChainWitness>;

/** A source of another kind that tells the world's chain, but for what a test lets it say. */
export type TestWitness = ChainWitness & {
  /** What it says from now on; nothing: the truth. */
  tell(lies?: Lies): void;
  /** How it would answer otherwise. */
  readonly truth: ChainWitness;
};

/** Reads the devnet by a connection of its own. What it says is taken for another kind's. */
export function startWitness({ devnet }: Pick<World, "devnet">, kind: SourceKind = "koios"): TestWitness {
  const truth: ChainWitness = { ...createBlockfrostSource({ url: devnet.url, name: kind }), kind };
  let lies: Lies = {};
  const told = <Name extends keyof ChainWitness>(name: Name): ChainWitness[Name] => lies[name] ?? truth[name];
  return {
    truth,
    tell(next = {}) {
      lies = next;
    },
    name: kind,
    kind,
    submit: null,
    genesis: () => told("genesis")(),
    tip: () => told("tip")(),
    block: (hashOrHeight) => told("block")(hashOrHeight),
    addressTransactions: (...asked) => told("addressTransactions")(...asked),
    assetTransactions: (...asked) => told("assetTransactions")(...asked),
    transactionPlace: (hash) => told("transactionPlace")(hash),
    unspentOutputs: (...asked) => told("unspentOutputs")(...asked),
    assetHolders: (unit) => told("assetHolders")(unit),
    assetSupply: (unit) => told("assetSupply")(unit),
  };
}

/** The world with this witness beside its source. */
export function withWitness<W extends Pick<World, "ctx">>(world: W, ...others: readonly ChainWitness[]): W {
  return { ...world, ctx: { ...world.ctx, others } };
}
