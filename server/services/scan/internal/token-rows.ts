import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import type { Followed } from "../../followed/followed";
import { refKey, refRows } from "../../followed/known-outputs";

/** How much of a token an output holds. */
export const amountOf = ({ assets }: Pick<TxOutput, "assets">, unit: AssetUnit): bigint => assets[unit] ?? 0n;

/** The table of a token's outputs; and of its rows those of this token. */
export const tableOf = ({ kind }: Followed): SQL => (kind === "pool" ? sql`pool_utxo` : sql`asset_utxo`);
export const isOwn = ({ kind, id }: Followed): SQL => (kind === "pool" ? sql`true` : sql`asset_id = ${id}`);

/** Ids of those of these tokens that are in outputs which we hold, spent or not, by `refKey`. */
export async function loadHolding(
  db: Database,
  refs: readonly OutRef[],
  tokens: readonly Followed[],
): Promise<Map<string, number[]>> {
  const holding = new Map<string, number[]>();
  if (refs.length === 0) return holding;
  const keys = refs.map(refKey);
  for (const token of tokens) {
    // The fence (offset 0) has each ref looked up by the key, whatever the planner thinks of a young table's size.
    const found = await db.execute<{ at: number }>(sql`
      select r.at from ${refRows(refs)} r
      cross join lateral (
        select from ${tableOf(token)} u where ${isOwn(token)} and u.tx_hash = r.tx_hash and u.output_index = r.index
        offset 0
      ) held`);
    for (const { at } of found) {
      const key = keys[at] ?? "";
      holding.set(key, [...(holding.get(key) ?? []), token.id]);
    }
  }
  return holding;
}
