import { createHash } from "node:crypto";
import type { Output, Ref, TestTransaction } from "./transaction";

export type Block = {
  readonly hash: string;
  readonly height: number;
  readonly slot: number;
  readonly previous: Block | null;
  readonly transactions: readonly TestTransaction[];
};

/** A chain as one server may see it: blocks from the first to its tip. Never changed. */
export type View = readonly Block[];

/** One output spent or made for good: what a transaction did by its validity. */
export type Effects = { readonly spent: readonly Ref[]; readonly made: readonly { ref: Ref; output: Output }[] };

export function effectsOf(transaction: TestTransaction, valid = transaction.valid): Effects {
  const { id, inputs, outputs, collateral, collateralReturn } = transaction;
  if (valid) {
    return { spent: inputs, made: outputs.map((output, index) => ({ ref: { id, index }, output })) };
  }
  const returned = collateralReturn ? [{ ref: { id, index: outputs.length }, output: collateralReturn }] : [];
  return { spent: collateral, made: returned };
}

export const keyOf = ({ id, index }: Ref): string => `${id}#${index}`;

/** What is unspent, by `keyOf`. */
export type Unspent = Map<string, { readonly ref: Ref; readonly output: Output }>;

/** False, and nothing changed, where it spends what is not there. */
export function apply(unspent: Unspent, transaction: TestTransaction): boolean {
  const { spent, made } = effectsOf(transaction);
  // Also what it would have spent: a transaction is refused that names an output which is not there.
  const needed = [...transaction.inputs, ...transaction.collateral];
  if (!needed.every((ref) => unspent.has(keyOf(ref)))) return false;
  for (const ref of spent) unspent.delete(keyOf(ref));
  for (const { ref, output } of made) unspent.set(keyOf(ref), { ref, output });
  return true;
}

/** What is unspent at the end of a chain. */
export function unspentAt(view: View, genesis: Unspent): Unspent {
  const unspent = new Map(genesis);
  for (const transaction of view.flatMap(({ transactions }) => transactions)) {
    if (!apply(unspent, transaction)) throw new Error(`${transaction.id} spends what is not there`);
  }
  return unspent;
}

export function makeBlock(
  previous: Block | null,
  at: { height: number; slot: number; salt: string },
  transactions: readonly TestTransaction[],
): Block {
  const content = [
    previous?.hash,
    at.height,
    at.slot,
    at.salt,
    ...transactions.map(({ id, valid }) => `${id}${valid}`),
  ];
  // Nobody can check it: a block's hash covers a header that no server tells.
  const hash = createHash("sha256").update(content.join("/")).digest("hex");
  return { hash, height: at.height, slot: at.slot, previous, transactions };
}
