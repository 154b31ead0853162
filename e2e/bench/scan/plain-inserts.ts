import type { TestDatabase } from "@/db/testing/database";
import { timed } from "../timed";

/** The tables that a scan fills; and rows written by a statement, as many as the scan writes. */
const TABLES = ["tx_bytes", "chain_transaction", "asset_utxo", "participation", "earlier_output"];
const ROWS = 500;

/** What it takes to only insert the rows of a scan, from here, into tables with the same indexes. */
export async function measurePlainInserts({ db }: TestDatabase): Promise<number> {
  const { $client } = db;
  let total = 0;
  for (const table of TABLES) {
    await $client.unsafe(`create table plain_${table} (like ${table} including all)`);
    const rows = $client.unsafe(`select to_jsonb(t)::text as row from ${table} t`).cursor(ROWS);
    for await (const some of rows) {
      const json = `[${some.map(({ row }) => row).join()}]`;
      const insert = `insert into plain_${table} select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`;
      const { ms } = await timed(async () => $client.unsafe(insert, [json]));
      total += ms;
    }
    await $client.unsafe(`drop table plain_${table}`);
  }
  return total;
}
