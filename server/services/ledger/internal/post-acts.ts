import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { LedgerTransaction } from "@/server/domain/ledger/ledger";
import { postDeposit, postFee, postWithdrawal } from "@/server/domain/ledger/post";
import type { Height, Hex } from "@/server/domain/units";
import { costOf } from "../transaction-cost";

/**
 * What acts that neither commit nor pay have cost, up to a final block, and what they withdrew to the treasury; those
 * that are not in the books yet. Read backwards, to the newest that is: whenever one was posted, all before it were.
 */
export async function newActs(tx: Transaction, finalHeight: Height): Promise<LedgerTransaction[]> {
  const rows = await tx.execute<{ hash: Hex; lovelace: string }>(sql`
    select tx_hash as hash, act_lovelace::text as lovelace from pool_utxo
    where act_lovelace is not null and created_height <= ${finalHeight} and created_height > coalesce((
        select created_height from pool_utxo where act_lovelace is not null and ${IN_THE_BOOKS}
        order by created_height desc limit 1
      ), -1)
      and not ${IN_THE_BOOKS}
    order by created_height`);
  const postings: LedgerTransaction[] = [];
  for (const { hash, lovelace } of rows) {
    const { feeLovelace, receivedLovelace } = await costOf(tx, hash);
    const withdrawnLovelace = BigInt(lovelace) + receivedLovelace - feeLovelace;
    if (receivedLovelace > 0n) postings.push(postDeposit(hash, receivedLovelace));
    postings.push(postFee(hash, feeLovelace));
    if (withdrawnLovelace > 0n) postings.push(postWithdrawal(hash, withdrawnLovelace));
  }
  return postings;
}

const IN_THE_BOOKS = sql`exists (select from ledger_entry where reference = 'tx:' || tx_hash || ':fee')`;
