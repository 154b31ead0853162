import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { followed } from "@/db/schema";
import type { Change, Held } from "@/server/domain/second-opinion/rewind";
import type { Height } from "@/server/domain/units";
import type { Followed } from "../../followed/followed";
import type { OurTransaction } from "./compare-transactions";

type Db = Database | Transaction;
type Range = { readonly from: Height; readonly to: Height };

const ROWS_AN_ANSWER = 4_096;

/**
 * Holdings of a token at a block, by address in the order of its bytes: some thousands at a time, whatever their
 * number. In a transaction that lasts until they are read.
 */
export async function* holdingsInOrder(tx: Transaction, { id }: Followed, height: Height): AsyncGenerator<Held> {
  await tx.execute(sql`
    declare holdings no scroll cursor for
    select a.text as address, h.quantity::text as quantity from (
      select address_id, sum(quantity) as quantity from asset_utxo
      where asset_id = ${id} and created_height <= ${height} and (spent_height is null or spent_height > ${height})
      group by address_id
    ) h join address a on a.id = h.address_id order by a.text`);
  for (;;) {
    const rows = await tx.execute<{ address: string; quantity: string }>(
      sql`fetch forward ${sql.raw(String(ROWS_AN_ANSWER))} from holdings`,
    );
    for (const { address, quantity } of rows) yield { address, quantity: BigInt(quantity) };
    if (rows.length < ROWS_AN_ANSWER) break;
  }
  await tx.execute(sql`close holdings`);
}

/** What the blocks of these heights changed of a token's holdings, by address and height. */
export async function changesIn(db: Db, { id }: Followed, { from, to }: Range): Promise<Change[]> {
  const rows = await db.execute<{ address: string; height: string; quantity: string }>(sql`
    select a.text as address, c.height::text as height, sum(c.quantity)::text as quantity from (
      select address_id, created_height as height, quantity from asset_utxo
      where asset_id = ${id} and created_height between ${from} and ${to}
      union all
      select address_id, spent_height, -quantity from asset_utxo
      where asset_id = ${id} and spent_height between ${from} and ${to}
    ) c join address a on a.id = c.address_id group by a.text, c.height`);
  return rows.map(({ address, height, quantity }) => {
    return { address, height: Number(height), quantity: BigInt(quantity) };
  });
}

/** Transactions of these heights that concern a subject. Of a game only plays must be listed. */
export async function transactionsOf(db: Db, { id, kind }: Followed, { from, to }: Range): Promise<OurTransaction[]> {
  const isPlay = sql`exists (select from participation p where p.rule_id = ${id} and p.tx_hash = c.hash)`;
  const rows = await db.execute<Omit<OurTransaction, "height"> & { height: string }>(sql`
    select c.hash, c.height::text as height, c.block_hash as "blockHash", c.valid, c.runs_scripts as "runsScripts",
      ${kind === "game" ? isPlay : sql`true`} as "mustBeListed"
    from chain_transaction c
    where c.height between ${from} and ${to} and c.subjects @> array[${id}]::int[]
    order by c.height, c.hash`);
  return rows.map((row) => ({ ...row, height: Number(row.height) }));
}

type Counted = Range & { readonly scriptsOnly?: boolean };

/**
 * The height up to which at most `most` transactions concern a subject, from one on; `to` where fewer do. With
 * `scriptsOnly` those count that run scripts.
 */
export async function heightOfMost(
  db: Db,
  { id }: Followed,
  { from, to, scriptsOnly = false }: Counted,
  most: number,
): Promise<Height> {
  const [row] = await db.execute<{ height: string }>(sql`
    select height::text as height from chain_transaction
    where height between ${from} and ${to} and subjects @> array[${id}]::int[] and (runs_scripts or not ${scriptsOnly})
    order by height offset ${most} limit 1`);
  return row ? Math.max(from, Number(row.height) - 1) : to;
}

/** To which height a subject is read; -1 before anything. */
export async function readHeightOf(db: Db, { id }: Followed): Promise<Height> {
  const [row] = await db.select().from(followed).where(eq(followed.id, id));
  return row?.readHeight ?? -1;
}
