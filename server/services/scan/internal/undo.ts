import { inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { followed } from "@/db/schema";
import { tell } from "@/db/tell";
import type { Height } from "@/server/domain/units";
import { raiseScanEpoch } from "../../scan-epoch";

/** Takes everything above `height` back, as if it had never been read. The caller holds the scan for update. */
export async function undoAbove(tx: Transaction, height: Height): Promise<void> {
  // The last block that stays is concerned too: it may be a day's last block no longer.
  await raiseScanEpoch(tx, height);
  await tell(tx, "block", height);
  await undoHoldings(tx, height);
  await tx.execute(sql`delete from pool_utxo where created_height > ${height}`);
  await tx.execute(sql`update pool_utxo set spent_height = null, spent_tx_hash = null where spent_height > ${height}`);
  for (const table of ["participation", "chain_transaction", "block_header"]) {
    await tx.execute(sql`delete from ${sql.identifier(table)} where height > ${height}`);
  }
  // Who played is known by now; the block at which it became known is gone.
  await tx.execute(sql`
    update participation set known_height = ${height}
    -- The second, which is so for all that are left, is what the index of late ones asks for.
    where known_height > ${height} and known_height > height`);
  await tx.execute(sql`
    update followed set read_height = least(read_height, ${height}), checked_height = least(checked_height, ${height})
    where read_height > ${height} or checked_height > ${height}`);
}

/** The same for some tokens and games alone; the blocks stay. */
export async function undoSubjects(tx: Transaction, subjects: readonly number[], height: Height): Promise<void> {
  await raiseScanEpoch(tx, height + 1);
  await tell(tx, "play", height);
  const ids = sql`(${sql.param([...subjects])}::int[])`;
  // By heights, through all rows of these tokens: seldom, and it mends what our books had lost of a transaction.
  await tx.execute(sql`delete from asset_utxo where asset_id = any${ids} and created_height > ${height}`);
  await tx.execute(sql`
    update asset_utxo set spent_height = null, spent_tx_hash = null where asset_id = any${ids} and spent_height > ${height}`);
  await tx.execute(sql`delete from participation where rule_id = any${ids} and height > ${height}`);
  for (const subject of subjects) {
    await tx.execute(sql`
      update chain_transaction set subjects = array_remove(subjects, ${subject}::int)
      where height > ${height} and subjects @> array[${subject}::int]`);
  }
  await tx.execute(sql`delete from chain_transaction where height > ${height} and subjects = '{}'`);
  await tx
    .update(followed)
    .set({
      readHeight: sql`least(${followed.readHeight}, ${height})`,
      checkedHeight: sql`least(${followed.checkedHeight}, ${height})`,
    })
    .where(inArray(followed.id, [...subjects]));
}

/** What transactions above `height` made of tokens, and what they spent. They are deleted after this. */
async function undoHoldings(tx: Transaction, height: Height): Promise<void> {
  const assets = sql`(select id from followed where kind = 'asset')`;
  await tx.execute(sql`
    delete from asset_utxo u using chain_transaction t
    where t.height > ${height} and u.asset_id = any${assets} and u.tx_hash = t.hash`);
  await tx.execute(sql`
    update asset_utxo u set spent_height = null, spent_tx_hash = null
    from (select unnest(spends) as ref from chain_transaction where height > ${height}) s
    where u.asset_id = any${assets} and u.tx_hash = split_part(s.ref, '#', 1)
      and u.output_index = split_part(s.ref, '#', 2)::int and u.spent_height > ${height}`);
}
