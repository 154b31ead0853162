import type { TxRecord, UtxoRecord } from "../ledger/records";
import { outputShape } from "./shapes";
import type { ChainView } from "./view";

/* Rows of the lists that several resources return. */

export function utxoShape(view: ChainView, utxo: UtxoRecord) {
  return {
    ...outputShape(utxo.output),
    tx_hash: utxo.output.ref.txHash,
    tx_index: utxo.output.ref.index,
    block: view.blockOf(utxo.createdBy).hash,
  };
}

export function transactionShape(view: ChainView, record: TxRecord) {
  return {
    tx_hash: record.hash,
    tx_index: record.indexInBlock,
    block_height: record.height,
    block_time: Math.floor(view.blockOf(record).timeMs / 1000),
  };
}
