/** One line for each fact: its name and its value. */
export type Fact = readonly [label: string, text: string];

/** A pool as people are told of it: what it is, and what is wrong with it or to be known, worst first. */
export type PoolInWords = { readonly facts: readonly Fact[]; readonly faults: readonly string[] };
