import { blake2b256 } from "@/server/domain/hash";

const WORD_BITS = 32;

/** Numbers that are always the same for a seed: blake2b over a counter. Not for secrets. */
export type Random = {
  /** A whole number from 0, below `bound`. */
  below(bound: number): number;
  /** A quantity from `least` to `most`, both included; `most - least` below 2^32. */
  quantity(least: bigint, most: bigint): bigint;
  /** One of the items. Throws if there is none. */
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
};

export function randomFrom(seed: string): Random {
  let counter = 0;
  const word = () => {
    const digest = blake2b256(new TextEncoder().encode(`${seed}/${counter++}`));
    return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
  };
  // The bias of taking 32 bits modulo a small bound does not matter in a game.
  const below = (bound: number) => Math.floor((word() / 2 ** WORD_BITS) * bound);
  return {
    below,
    quantity: (least, most) => least + (BigInt(word()) * (most - least + 1n)) / (1n << BigInt(WORD_BITS)),
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("there is nothing to pick from");
      return item;
    },
    shuffle(items) {
      const keyed = items.map((item) => ({ item, key: word() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
    },
  };
}
