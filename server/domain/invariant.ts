/** A broken invariant: the program is wrong, not its input. Whoever catches it stops and calls a human. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

export function assertInvariant(holds: boolean, explain: () => string): asserts holds {
  if (!holds) throw new InvariantError(explain());
}
