/** Requests that are answered at once in one process, of all callers and of one network; more are sent away. */
export type Bounds = { readonly all: number; readonly ofOne: number };

export type Places = {
  /** Takes a place: its `leave`, to be called once; or why there is none. */
  enter(network: string): (() => void) | "full" | "too many of one";
};

/** A flood queues nowhere: who finds no place is told so at once, and nothing is kept of the request. */
export function createPlaces({ all, ofOne }: Bounds): Places {
  const taken = new Map<string, number>();
  let total = 0;
  return {
    enter(network) {
      const mine = taken.get(network) ?? 0;
      if (mine >= ofOne) return "too many of one";
      if (total >= all) return "full";
      total++;
      taken.set(network, mine + 1);
      return () => {
        total--;
        const left = (taken.get(network) ?? 1) - 1;
        if (left === 0) taken.delete(network);
        else taken.set(network, left);
      };
    },
  };
}
