import type { Transaction } from "@/db/client";
import type { LedgerTransaction } from "@/server/domain/ledger/ledger";
import { postDeposit } from "@/server/domain/ledger/post";
import type { Height } from "@/server/domain/units";
import { notInBooks } from "./not-in-books";

/**
 * Deposits up to a final block that are not in the books yet, the pool's first money included. They are found in the
 * state token's history: whatever raises the pool is a deposit, since the depositor pays the fee. A Commit is the
 * exception: it may bring in the balance of the governor's reward account, which is posted with its day, beside its
 * fee.
 */
export async function newDeposits(tx: Transaction, finalHeight: Height): Promise<LedgerTransaction[]> {
  const rows = await notInBooks(tx, { column: "deposited_lovelace", posting: "deposited" }, finalHeight);
  return rows.map(({ hash, lovelace }) => postDeposit(hash, lovelace));
}
