import { showRef } from "@/server/domain/cardano/out-ref";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import { type UtxoRow, unitOf } from "./answers";
import type { KoiosClient } from "./client";

/**
 * An output in the domain's form, the same from every source: assets in order of their unit, and a datum hash only
 * where the datum itself is not inline (Koios gives it for both).
 */
export function toOutput(client: KoiosClient, row: UtxoRow): TxOutput {
  const ref = { txHash: row.tx_hash, index: row.tx_index };
  // Null is what is said where assets were not asked for: then none is not an answer.
  if (row.asset_list === null) throw client.error("wrong-answer", `output ${showRef(ref)} has no list of assets.`);
  const assets = row.asset_list.map((asset): [AssetUnit, bigint] => [unitOf(asset), asset.quantity]);
  const byUnit = Object.fromEntries(assets.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(byUnit).length !== assets.length) {
    throw client.error("wrong-answer", `output ${showRef(ref)} names an asset twice.`);
  }
  return {
    ref,
    address: row.address,
    lovelace: row.value,
    assets: byUnit,
    inlineDatum: row.inline_datum_bytes,
    datumHash: row.inline_datum_bytes ? null : row.datum_hash,
    referenceScriptHash: row.reference_script_hash,
  };
}
