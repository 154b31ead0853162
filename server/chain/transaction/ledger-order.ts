import { addressToBytes } from "@/server/domain/cardano/address";
import { policyIdOf } from "@/server/domain/cardano/asset-unit";
import { compareRefs, isSameRef } from "@/server/domain/cardano/out-ref";
import type { OutRef } from "@/server/domain/ports";
import type { RedeemerDraft, TransactionDraft, WithdrawalDraft } from "./draft";

/** The ledger's order of inputs, which the indices of redeemers follow. */
export function sortRefs(refs: readonly OutRef[]): OutRef[] {
  return [...refs].sort(compareRefs);
}

/** What redeemers are for, by their tags (Conway CDDL, `redeemer_tag`). */
export const REDEEMER_TAGS = ["spend", "mint", "cert", "reward", "voting", "proposing"] as const;

/** Where the ledger looks for what a redeemer is for: the place among the sorted inputs, policies or accounts. */
export function redeemerPointer(
  { purpose }: RedeemerDraft,
  draft: Pick<TransactionDraft, "inputs" | "mint" | "withdrawals">,
): { tag: RedeemerDraft["purpose"]["kind"]; index: number } {
  const index = placeOf(purpose, draft);
  if (index < 0) throw new Error(`a redeemer is for a ${purpose.kind} that the transaction does not contain`);
  return { tag: purpose.kind, index };
}

function placeOf(
  purpose: RedeemerDraft["purpose"],
  { inputs, mint, withdrawals }: Pick<TransactionDraft, "inputs" | "mint" | "withdrawals">,
): number {
  switch (purpose.kind) {
    case "spend":
      return sortRefs(inputs.map(({ ref }) => ref)).findIndex((ref) => isSameRef(ref, purpose.ref));
    case "mint":
      return [...new Set(Object.keys(mint).map(policyIdOf))].sort().indexOf(purpose.policyId);
    case "reward":
      return sortAccounts(withdrawals).findIndex(({ account }) => account === purpose.account);
  }
}

/** The ledger's order: by the bytes of the reward address. */
export function sortAccounts(withdrawals: readonly WithdrawalDraft[]): WithdrawalDraft[] {
  const key = ({ account }: WithdrawalDraft) => Buffer.from(addressToBytes(account)).toString("hex");
  return [...withdrawals].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
