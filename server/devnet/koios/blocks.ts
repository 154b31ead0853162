import type { ChainView } from "../api/view";
import { toHex } from "../codec/cbor-shape";
import { epochOfSlot } from "../ledger/genesis";
import { type Block, feeLovelace, sumLovelace, type TxRecord } from "../ledger/records";
import type { Row } from "./postgrest";
import { type Functions, hashes, type KoiosRequest } from "./router";

export const ERA = "Conway";

export const blockFunctions: Functions = {
  "GET /tip": ({ view }) => [tipRow(view)],
  "GET /blocks": ({ view }) => [...view.blocks()].reverse().map((block) => blockRow(view, block)),
  "POST /block_info": (request) => blocksOf(request).map((block) => infoRow(request.view, block)),
  "POST /block_txs": (request) =>
    blocksOf(request).flatMap((block) =>
      block.transactions.map((record) => ({ block_hash: block.hash, ...listedRow(request.view, record) })),
    ),
  "POST /block_tx_cbor": (request) =>
    blocksOf(request).flatMap((block) => block.transactions.map((record) => cborRow(request.view, record))),
};

/** What is not known has no row. */
function blocksOf(request: KoiosRequest): Block[] {
  return [...hashes(request, "_block_hashes")].flatMap((hash) => request.view.blockByHash(hash) ?? []);
}

/** Whole seconds, as db-sync's timestamps are told. */
export const seconds = (timeMs: number) => Math.floor(timeMs / 1000);

function tipRow(view: ChainView): Row {
  const { hash, epoch_no, abs_slot, epoch_slot, block_height, block_time } = blockRow(view, view.tip);
  return { hash, epoch_no, era: ERA, abs_slot, epoch_slot, block_height, block_no: block_height, block_time };
}

function blockRow(view: ChainView, block: Block): Row {
  const { epoch, epochSlot } = epochOfSlot(view.chain.genesis, block.slot);
  return {
    hash: block.hash,
    epoch_no: epoch,
    abs_slot: block.slot,
    epoch_slot: epochSlot,
    block_height: block.height,
    block_size: block.transactions.reduce((sum, record) => sum + record.bytes.length, 0),
    block_time: seconds(block.timeMs),
    tx_count: block.transactions.length,
    vrf_key: null,
    pool: null,
    proto_major: 10,
    proto_minor: 0,
    op_cert_counter: null,
    parent_hash: block.previousHash,
  };
}

function infoRow(view: ChainView, block: Block): Row {
  const records = block.transactions;
  const none = records.length === 0;
  return {
    ...blockRow(view, block),
    era: ERA,
    op_cert: null,
    total_output: none ? null : records.reduce((sum, record) => sum + sumLovelace(record.produced), 0n).toString(),
    total_fees: none ? null : records.reduce((sum, record) => sum + feeLovelace(record), 0n).toString(),
    num_confirmations: view.tipHeight - block.height,
    child_hash: view.blockAt(block.height + 1)?.hash ?? null,
  };
}

/** A transaction in a list. */
export function listedRow(view: ChainView, record: TxRecord): Row {
  const block = view.blockOf(record);
  return {
    tx_hash: record.hash,
    epoch_no: epochOfSlot(view.chain.genesis, block.slot).epoch,
    block_height: block.height,
    block_time: seconds(block.timeMs),
  };
}

export function cborRow(view: ChainView, record: TxRecord): Row {
  const block = view.blockOf(record);
  return {
    tx_hash: record.hash,
    block_hash: block.hash,
    block_height: block.height,
    epoch_no: epochOfSlot(view.chain.genesis, block.slot).epoch,
    absolute_slot: block.slot,
    tx_timestamp: seconds(block.timeMs),
    cbor: toHex(record.bytes),
    valid_contract: record.tx?.valid ?? true,
  };
}
