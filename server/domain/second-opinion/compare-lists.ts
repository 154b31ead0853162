import type { TransactionRef } from "../ports";
import { compareText } from "../text-order";
import type { Height, Hex } from "../units";

type Place = Pick<TransactionRef, "hash" | "height">;

export type ComparedLists<Ours extends Place> = {
  readonly both: readonly Ours[];
  /** Held, and not told at that height; where it is told at another one, `theirs` says which. */
  readonly oursOnly: readonly { readonly held: Ours; readonly theirs: Height | null }[];
  /** Told, and not held at any height. By height and hash. */
  readonly theirsOnly: readonly Place[];
};

/** Compares two lists of transactions both ways. What is told above or below the range was not asked for. */
export function compareLists<Ours extends Place>(
  ours: readonly Ours[],
  theirs: readonly TransactionRef[],
  { from, to }: { readonly from: Height; readonly to: Height },
): ComparedLists<Ours> {
  const told = new Map<Hex, Height>();
  for (const { hash, height } of theirs) if (height >= from && height <= to) told.set(hash, height);
  const both: Ours[] = [];
  const oursOnly: { held: Ours; theirs: Height | null }[] = [];
  for (const held of ours) {
    const height = told.get(held.hash) ?? null;
    told.delete(held.hash);
    if (height === held.height) both.push(held);
    else oursOnly.push({ held, theirs: height });
  }
  const theirsOnly = [...told].map(([hash, height]) => ({ hash, height }));
  return {
    both,
    oursOnly,
    theirsOnly: theirsOnly.sort((a, b) => a.height - b.height || compareText(a.hash, b.hash)),
  };
}
