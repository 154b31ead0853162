import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Height, Hex, Lovelace } from "@/server/domain/units";

/** What a move of the pool is found by, and the posting that shows that it is in the books. */
type Kind = { readonly column: "act_lovelace" | "deposited_lovelace"; readonly posting: "fee" | "deposited" };

/**
 * Moves of the pool of one kind, up to a final block, that are not in the books yet, oldest first. Read backwards, to
 * the newest that is: whenever one was posted, all before it were.
 */
export async function notInBooks(
  tx: Transaction,
  { column: name, posting }: Kind,
  finalHeight: Height,
): Promise<{ readonly hash: Hex; readonly lovelace: Lovelace }[]> {
  const column = sql.identifier(name);
  const inBooks: SQL = sql`exists (select from ledger_entry where reference = 'tx:' || tx_hash || ${`:${posting}`}::text)`;
  const rows = await tx.execute<{ hash: Hex; lovelace: string }>(sql`
    select tx_hash as hash, ${column}::text as lovelace from pool_utxo
    where ${column} is not null and created_height <= ${finalHeight} and created_height > coalesce((
        select created_height from pool_utxo where ${column} is not null and ${inBooks}
        order by created_height desc limit 1
      ), -1)
      and not ${inBooks}
    order by created_height`);
  return rows.map(({ hash, lovelace }) => ({ hash, lovelace: BigInt(lovelace) }));
}
