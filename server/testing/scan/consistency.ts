import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sum } from "@/server/domain/integers";
import { loadHeld } from "@/server/services/followed/held-transactions";

/*
 * What must hold of the scan's tables at every moment, whatever the source says. A query answers with what breaks it.
 */

const RULES = {
  "a block does not follow the one before": sql`
    select b.height from block_header b join block_header a on a.height = b.height - 1
    where b.previous_hash is distinct from a.hash or b.slot <= a.slot`,
  "a block is missing between two": sql`
    select height from block_header b where not exists (select 1 from block_header a where a.height = b.height - 1)
      and height > (select min(height) from block_header)`,
  "the cursor is not the last block": sql`
    select height from source_state s
    where hash is distinct from (select hash from block_header order by height desc limit 1)
      or height is distinct from (select max(height) from block_header)`,
  "something is read further than the cursor": sql`
    select f.kind from followed f, source_state s where f.read_height > s.height and f.kind <> 'pool'
    union all select f.kind from followed f, source_state s where f.read_height <> s.height and f.kind = 'pool'`,
  "a transaction is in a block that is not ours": sql`
    select c.hash from chain_transaction c join block_header b on b.height = c.height where (b.hash, b.slot, b.time_ms) <> (c.block_hash, c.slot, c.time_ms)`,
  "an output is made or spent by a transaction that is not held": sql`
    select tx_hash from (
      select asset_id, tx_hash, created_height, spent_tx_hash, spent_height from asset_utxo
      union all select f.id, tx_hash, created_height, spent_tx_hash, spent_height from pool_utxo, followed f where kind = 'pool'
    ) u where not exists (select 1 from chain_transaction c
        where c.hash = u.tx_hash and c.height = u.created_height and u.asset_id = any(c.subjects))
      or spent_height < created_height or (spent_height is null) <> (spent_tx_hash is null)
      or (spent_tx_hash is not null and not exists (select 1 from chain_transaction c
        where c.hash = u.spent_tx_hash and c.height = u.spent_height and u.asset_id = any(c.subjects)))`,
  "a transaction is held without its bytes": sql`
    select hash from chain_transaction c where not exists (select 1 from tx_bytes b where b.id = c.hash)`,
  "there is more than one pool": sql`
    select count(*) from pool_utxo where spent_height is null having count(*) > 1`,
  "a play is of a transaction that is not held": sql`
    select p.tx_hash from participation p where not exists (select 1 from chain_transaction c
      where c.hash = p.tx_hash and c.height = p.height and p.rule_id = any(c.subjects))`,
  "something lies above what was read": sql`
    select c.hash from chain_transaction c join followed f on f.id = any(c.subjects) where c.height > f.read_height`,
};

/** In words; empty where all is right. */
export async function findInconsistencies(db: Database): Promise<string[]> {
  const queries = Object.entries(RULES).map(
    ([problem, query]) =>
      sql`select ${problem} as problem, (jsonb_agg(r))::text as rows from (${query}) r having count(*) > 0`,
  );
  const found = await db.execute<{ problem: string; rows: string }>(sql.join(queries, sql` union all `));
  return [...found.map(({ problem, rows }) => `${problem}: ${rows}`), ...(await findMadeOfNothing(db))];
}

async function findMadeOfNothing(db: Database): Promise<string[]> {
  const tokens = await db.execute<{ id: number; subject: string; held: string }>(sql`
    select id, subject, (select coalesce(sum(quantity), 0)::text from asset_utxo where asset_id = id and spent_height is null) as held
    from followed where kind = 'asset'`);
  const problems = tokens.map(async ({ id, subject, held }) => {
    const transactions = await loadHeld(db, sql`${id} = any(subjects)`);
    const minted = sum(transactions.map(({ mint }) => mint[subject] ?? 0n));
    return minted === BigInt(held) ? [] : [`of ${subject} ${minted} were minted and ${held} are held`];
  });
  return (await Promise.all(problems)).flat();
}
