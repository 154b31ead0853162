/** A forged report may have a problem in each of a million lines; people read the first ones. */
const MOST = 20;

export type ProblemList = {
  readonly add: (...problems: readonly string[]) => void;
  readonly all: () => string[];
};

/** Problems, each once and not too many. */
export function listProblems(): ProblemList {
  const found = new Set<string>();
  return {
    add: (...problems) => {
      for (const problem of problems) if (found.size <= MOST) found.add(problem);
    },
    all: () => (found.size > MOST ? [...[...found].slice(0, MOST), "and more"] : [...found]),
  };
}

export function differs<T extends bigint | number | string | null>(what: string, found: T, stated: T): string[] {
  return found === stated ? [] : [`${what}: ${found} added up, ${stated} stated`];
}
