import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height } from "@/server/domain/units";
import type { Steady } from "../http/steady";
import { inOrder } from "../list-order";
import { columnsOf, listed } from "./answers";
import type { BlockReader } from "./blocks";
import type { Call, KoiosClient } from "./client";
import { readPages } from "./pages";

export type HistoryReader = {
  ofAddress(address: string, from: Height, to: Height): Promise<TransactionRef[]>;
  ofAsset(unit: AssetUnit, from: Height, to: Height): Promise<TransactionRef[]>;
};

/** The two arguments that name an asset. */
export const assetArguments = (unit: AssetUnit) => ({
  _asset_policy: policyIdOf(unit),
  _asset_name: assetNameOf(unit),
});

/**
 * Lists of transactions. Koios has a lower bound for heights and no upper one, and tells the newest first: the filter
 * and the order that PostgREST has for every function make ranges of them, oldest first, so that a new block adds at
 * the end or not at all.
 */
export function createHistoryReader(
  client: KoiosClient,
  blocks: Pick<BlockReader, "tip">,
  steady: Steady,
): HistoryReader {
  async function read(call: Call, from: Height, to: Height): Promise<TransactionRef[]> {
    const query = { ...call.query, select: columnsOf(listed), block_height: `lte.${to}` };
    const order = "block_height.asc,tx_hash.asc";
    const list = { call: { ...call, query }, row: listed, order, keyOf: (row: { tx_hash: string }) => row.tx_hash };
    const rows = await steady(call.path, to, (isAnchored) => readPages(client, list, !isAnchored));
    const outside = rows.find(({ block_height }) => block_height < from || block_height > to);
    if (outside) {
      const text = `${call.path} was asked for blocks ${from} to ${to}, and lists one of block ${outside.block_height}.`;
      throw client.error("lying", text);
    }
    if (rows.length === 0) await checkReaches(call, to);
    return inOrder(rows.map((row) => ({ hash: row.tx_hash, height: row.block_height, timeSeconds: row.block_time })));
  }

  /**
   * A server that is behind, or was left on a fork, has an empty list for blocks that it does not know. Behind one
   * address there may be several servers, of which this asks one.
   */
  async function checkReaches({ path }: Call, to: Height): Promise<void> {
    const { height } = await blocks.tip();
    if (height >= to) return;
    const text = `${path} lists nothing up to block ${to}, and the server has no block after ${height}. Try later.`;
    throw client.error("unavailable", text);
  }

  return {
    async ofAddress(address, from, to) {
      if (from > to) return [];
      const json = { _addresses: [address], _after_block_height: from };
      return read({ path: "address_txs", json }, from, to);
    },
    async ofAsset(unit, from, to) {
      if (from > to) return [];
      const query = { ...assetArguments(unit), _after_block_height: from, _history: "true" };
      return read({ path: "asset_txs", query }, from, to);
    },
  };
}
