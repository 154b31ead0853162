import { compareAmounts } from "../integers";
import type { Ownership } from "./resolver";

/** Whose the tokens of a contract's outputs are. The amounts add up to what it holds. */
export type OwnershipSums = {
  /** Of owners whom a datum names. */
  readonly named: bigint;
  /** Of whoever holds a pool's liquidity tokens. */
  readonly shared: bigint;
  /** The rest by the reason, largest first; all beyond MOST_REASONS as one. */
  readonly unknown: readonly { readonly why: string; readonly quantity: bigint }[];
};

/** Whoever makes a datum chooses how it is wrong. */
const MOST_REASONS = 5;

/** Adds up outputs that were looked into; `held` is all that the contract holds. */
export function sumOwnerships(outputs: Iterable<readonly [quantity: bigint, Ownership]>, held: bigint): OwnershipSums {
  let [named, shared, left] = [0n, 0n, held];
  const reasons = new Map<string, bigint>();
  const leave = (why: string, quantity: bigint) => {
    if (quantity > 0n) reasons.set(why, (reasons.get(why) ?? 0n) + quantity);
  };
  for (const [quantity, ownership] of outputs) {
    left -= quantity;
    if (ownership.kind === "owner") named += quantity;
    else if (ownership.kind === "unknown") leave(ownership.why, quantity);
    else {
      shared += ownership.asset;
      leave("it is no part of the pool's reserve", quantity - ownership.asset);
    }
  }
  leave("it is in small outputs, which were not looked into", left);
  const sorted = [...reasons].sort(([, a], [, b]) => compareAmounts(b, a));
  const unknown = sorted.slice(0, MOST_REASONS).map(([why, quantity]) => ({ why, quantity }));
  const rest = sorted.slice(MOST_REASONS).reduce((sum, [, quantity]) => sum + quantity, 0n);
  if (rest > 0n) unknown.push({ why: "for other reasons", quantity: rest });
  return { named, shared, unknown };
}
