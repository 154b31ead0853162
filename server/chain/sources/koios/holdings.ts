import type { z } from "zod";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex } from "@/server/domain/units";
import { addUpHeld, checkHeld } from "../check-held";
import type { Steady } from "../http/steady";
import { assetHistory, columnsOf, holder, holding, UTXO_COLUMNS, type UtxoRow, unitOf, utxo } from "./answers";
import type { Call, KoiosClient } from "./client";
import { assetArguments } from "./history";
import { toOutput } from "./outputs";
import { type List, readPages } from "./pages";

const BY_REF = "tx_hash.asc,tx_index.asc";
const refOf = (row: Pick<UtxoRow, "tx_hash" | "tx_index">) => `${row.tx_hash}#${row.tx_index}`;

/** Unspent outputs that hold an asset, with all that they hold. */
function outputsOf(unit: AssetUnit): Call {
  const { _asset_policy, _asset_name } = assetArguments(unit);
  return { path: "asset_utxos", json: { _asset_list: [[_asset_policy, _asset_name]], _extended: true } };
}

/** With a unit, by the asset, of whose outputs only those of the address are told; else by the address. */
export async function readUnspentOutputs(
  client: KoiosClient,
  steady: Steady,
  address: string,
  { unit, most }: { readonly unit: AssetUnit | undefined; readonly most: number | undefined },
): Promise<TxOutput[]> {
  const select = UTXO_COLUMNS;
  const call: Call = unit
    ? { ...outputsOf(unit), query: { select, address: `eq.${address}` } }
    : { path: "address_utxos", query: { select }, json: { _addresses: [address], _extended: true } };
  const rows = await readList(client, steady, { call, row: utxo, order: BY_REF, keyOf: refOf, most });
  return rows.map((row) => checkHeld(client, toOutput(client, row), { address, unit }));
}

/**
 * By `asset_addresses`. Of assets that a server was told to cache (grest.asset_cache_control) that is behind the chain
 * by what its timer has not done yet: then it does not add up to the supply, and the outputs themselves are read.
 */
export async function readAssetHolders(client: KoiosClient, steady: Steady, unit: AssetUnit) {
  const call = { path: "asset_addresses", query: { ...assetArguments(unit), select: columnsOf(holder) } };
  const keyOf = (row: z.output<typeof holder>) => row.payment_address;
  const rows = await readList(client, steady, { call, row: holder, order: "payment_address.asc", keyOf });
  const sum = rows.reduce((held, { quantity }) => held + quantity, 0n);
  if (sum === ((await readAssetSupply(client, unit)) ?? 0n)) {
    return rows.map(({ payment_address: address, quantity }) => ({ address, quantity }));
  }
  const all = { ...outputsOf(unit), query: { select: columnsOf(holding) } };
  const outputs = await readList(client, steady, { call: all, row: holding, order: BY_REF, keyOf: refOf });
  const held = outputs.map(({ address, asset_list }) => ({
    address,
    quantity: asset_list?.find((asset) => unitOf(asset) === unit)?.quantity,
  }));
  return addUpHeld(client, unit, held);
}

/**
 * What was minted less what was burned. Koios' own figure (`asset_info`) is of a table that is brought up to date every
 * now and then, and would differ from what is held for that long.
 */
export async function readAssetSupply(client: KoiosClient, unit: AssetUnit): Promise<bigint | null> {
  const row = await client.row({ path: "asset_history", query: assetArguments(unit) }, assetHistory, {
    what: "asset",
    name: unit,
    nameOf: unitOf,
  });
  if (!row) return null;
  // A transaction with several labels of metadata has a row for each.
  const byTransaction = new Map<Hex, bigint>();
  for (const { tx_hash, quantity } of row.minting_txs) {
    if ((byTransaction.get(tx_hash) ?? quantity) !== quantity) {
      throw client.error("lying", `asset_history of ${unit} tells two quantities of ${tx_hash}.`);
    }
    byTransaction.set(tx_hash, quantity);
  }
  const supply = [...byTransaction.values()].reduce((sum, quantity) => sum + quantity, 0n);
  if (supply < 0n) throw client.error("lying", `more of ${unit} is said to be burned than was minted.`);
  return supply;
}

/**
 * A list as of one tip. One that is empty is asked for again: behind one address there may be several servers, and one
 * that was left on a fork is known to have answered so.
 */
async function readList<S extends z.ZodType>(
  client: KoiosClient,
  steady: Steady,
  list: List<S>,
): Promise<z.output<S>[]> {
  const { path } = list.call;
  const read = () => steady(path, undefined, (isAnchored) => readPages(client, list, !isAnchored));
  const rows = await read();
  if (rows.length > 0 || (await read()).length === 0) return rows;
  throw client.error("unavailable", `${path} was empty, and a moment later was not. Try later.`);
}
