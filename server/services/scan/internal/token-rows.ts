import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import type { Followed } from "../../followed/followed";

/** How much of a token an output holds. */
export const amountOf = ({ assets }: Pick<TxOutput, "assets">, unit: AssetUnit): bigint => assets[unit] ?? 0n;

/** The table of a token's outputs; and of its rows those of this token. */
export const tableOf = ({ kind }: Followed): SQL => (kind === "pool" ? sql`pool_utxo` : sql`asset_utxo`);
export const isOwn = ({ kind, id }: Followed): SQL => (kind === "pool" ? sql`true` : sql`asset_id = ${id}`);

/** Whether we have this output of the token in our books, spent or not. */
export async function isHeld(db: Database, { txHash, index }: OutRef, token: Followed): Promise<boolean> {
  const found = await db.execute(sql`
    select from ${tableOf(token)} where ${isOwn(token)} and tx_hash = ${txHash} and output_index = ${index}`);
  return found.length > 0;
}
