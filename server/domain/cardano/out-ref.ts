import type { OutRef } from "../ports";

/* The name of an output: the transaction that made it, and its place there. */

export function isSameRef(a: OutRef, b: OutRef): boolean {
  return a.txHash === b.txHash && a.index === b.index;
}

export function showRef({ txHash, index }: OutRef): string {
  return `${txHash}#${index}`;
}

/** The ledger's order of inputs: by transaction id, then index. */
export function compareRefs(a: OutRef, b: OutRef): number {
  return a.txHash === b.txHash ? a.index - b.index : a.txHash < b.txHash ? -1 : 1;
}
