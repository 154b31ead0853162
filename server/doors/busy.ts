import type { Networks } from "./networks";

/** Requests that are answered at once in one process: of all callers, and of one network. Of a site twice as many. */
export type Bounds = { readonly all: number; readonly ofOne: number };

export type Places = {
  /** Takes a place: its `leave`, to be called once; or why there is none. */
  enter(networks: Networks): (() => void) | "full" | "too many of one";
};

/** A site's networks are many, and often one person's. */
const WIDE_FACTOR = 2;

/** A flood queues nowhere: who finds no place is told so at once, and nothing is kept of the request. */
export function createPlaces({ all, ofOne }: Bounds): Places {
  const taken = new Map<string, number>();
  const add = (network: string, more: number) => {
    const now = (taken.get(network) ?? 0) + more;
    if (now === 0) taken.delete(network);
    else taken.set(network, now);
  };
  let total = 0;
  return {
    enter({ own, wide }) {
      if ((taken.get(own) ?? 0) >= ofOne) return "too many of one";
      if (wide !== null && (taken.get(wide) ?? 0) >= WIDE_FACTOR * ofOne) return "too many of one";
      if (total >= all) return "full";
      const mine = wide === null ? [own] : [own, wide];
      total++;
      for (const network of mine) add(network, 1);
      return () => {
        total--;
        for (const network of mine) add(network, -1);
      };
    },
  };
}
