import type { Transaction } from "@/db/client";
import type { LedgerTransaction } from "@/server/domain/ledger/ledger";
import { postDeposit, postFee, postWithdrawal } from "@/server/domain/ledger/post";
import type { Height } from "@/server/domain/units";
import { costOf } from "../transaction-cost";
import { notInBooks } from "./not-in-books";

/**
 * What acts that neither commit nor pay have cost, up to a final block, and what they withdrew to the treasury; those
 * that are not in the books yet.
 */
export async function newActs(tx: Transaction, finalHeight: Height): Promise<LedgerTransaction[]> {
  const rows = await notInBooks(tx, { column: "act_lovelace", posting: "fee" }, finalHeight);
  const postings: LedgerTransaction[] = [];
  for (const { hash, lovelace } of rows) {
    const { feeLovelace, receivedLovelace } = await costOf(tx, hash);
    const withdrawnLovelace = lovelace + receivedLovelace - feeLovelace;
    if (receivedLovelace > 0n) postings.push(postDeposit(hash, receivedLovelace));
    postings.push(postFee(hash, feeLovelace));
    if (withdrawnLovelace > 0n) postings.push(postWithdrawal(hash, withdrawnLovelace));
  }
  return postings;
}
