/** Chance that replays: the same key always gives the same number. */
export type Dice = {
  /** From 0 to below 1. */
  roll(): number;
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
};

/** The same number from 0 to below 1 for the same key (cyrb53, 32 bits of it). */
export function rollOf(key: string): number {
  return hashOf(key) / 2 ** 32;
}

/** Numbers that follow from a key (mulberry32). */
export function diceFrom(key: string): Dice {
  let state = hashOf(key);
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(roll() * bound);
  return {
    roll,
    below,
    chance: (share) => roll() < share,
    pick<T>(items: readonly T[]): T {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("there is nothing to pick from");
      return item;
    },
  };
}

function hashOf(key: string): number {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  return one >>> 0;
}
