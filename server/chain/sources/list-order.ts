import type { TransactionRef } from "@/server/domain/ports";

/** By height and then hash: there is no order inside a block that every server tells. */
export function inOrder(refs: readonly TransactionRef[]): TransactionRef[] {
  return [...refs].sort((a, b) => a.height - b.height || (a.hash < b.hash ? -1 : 1));
}
