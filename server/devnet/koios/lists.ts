import { parseTarget } from "../api/addresses";
import type { ChainView } from "../api/view";
import type { TxRecord } from "../ledger/records";
import { listedRow } from "./blocks";
import type { Row } from "./postgrest";
import { type Functions, flag, texts, unit, wholeNumber } from "./router";

/** Lists of transactions, newest first, in no order inside a block. */
export const listFunctions: Functions = {
  "POST /address_txs": (request) => {
    const from = wholeNumber(request, "_after_block_height", 0);
    const keys = texts(request, "_addresses").flatMap((text) => parseTarget(text)?.key ?? []);
    return newestFirst(
      request.view,
      keys.flatMap((key) => request.view.transactions(key)),
      from,
    );
  },
  "GET /asset_txs": (request) => {
    const { view } = request;
    const from = wholeNumber(request, "_after_block_height", 0);
    return newestFirst(view, assetRecords(view, unit(request), flag(request, "_history")), from);
  },
};

/**
 * With history: whatever made an output with the asset, minted it, or burned it. Without: only what made an output that
 * is still unspent, and, while there is one, every mint and burn as well.
 */
function assetRecords(view: ChainView, asset: string, withHistory: boolean): TxRecord[] {
  const made = view.outputs(`unit:${asset}`).filter((utxo) => withHistory || view.spender(utxo) === null);
  const mints = (view.chain.index.mintsByUnit.get(asset) ?? []).map(({ record }) => record);
  return made.length === 0 ? [] : [...made.map(({ createdBy }) => createdBy), ...mints];
}

function newestFirst(view: ChainView, records: readonly TxRecord[], fromHeight: number): Row[] {
  const wanted = [...new Set(records)].filter((record) => view.sees(record) && record.height >= fromHeight);
  return wanted.sort((a, b) => b.height - a.height).map((record) => listedRow(view, record));
}
