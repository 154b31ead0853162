import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { LedgerTransaction } from "@/server/domain/ledger/ledger";
import { postDeposit } from "@/server/domain/ledger/post";
import type { Height, Hex } from "@/server/domain/units";

/**
 * Deposits up to a final block that are not in the books yet, the pool's first money included. They are found in the
 * state token's history: whatever raises the pool is a deposit, since the depositor pays the fee. A Commit is the
 * exception: it may bring in the balance of the governor's reward account, which is posted with its day, beside its
 * fee. Read backwards, to the newest that is in the books: whenever one was posted, all before it were.
 */
export async function newDeposits(tx: Transaction, finalHeight: Height): Promise<LedgerTransaction[]> {
  const rows = await tx.execute<{ hash: Hex; lovelace: string }>(sql`
    select tx_hash as hash, deposited_lovelace::text as lovelace from pool_utxo
    where deposited_lovelace is not null and created_height <= ${finalHeight} and created_height > coalesce((
        select created_height from pool_utxo where deposited_lovelace is not null and ${IN_THE_BOOKS}
        order by created_height desc limit 1
      ), -1)
      and not ${IN_THE_BOOKS}
    order by created_height`);
  return rows.map(({ hash, lovelace }) => postDeposit(hash, BigInt(lovelace)));
}

const IN_THE_BOOKS = sql`exists (select from ledger_entry where reference = 'tx:' || tx_hash || ':deposited')`;
