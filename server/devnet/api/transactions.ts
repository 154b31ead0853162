import { toHex } from "../codec/cbor-shape";
import { blake2b256 } from "../codec/hash";
import type { Transaction } from "../codec/types";
import { executionFeeLovelace } from "../ledger/protocol-parameters";
import { feeLovelace, type TxRecord } from "../ledger/records";
import { badRequest, notFound } from "./errors";
import { type ApiRequest, get, param } from "./router";
import { inputShape, outputShape, outputsOf, sumAmounts } from "./shapes";
import type { ChainView } from "./view";

export const transactionRoutes = [
  get("/txs/:hash", (request) => transactionShape(request.view, findTransaction(request))),
  get("/txs/:hash/utxos", (request) => utxosShape(request.view, findTransaction(request))),
  get("/txs/:hash/metadata", (request) =>
    (findTransaction(request).tx?.metadata ?? []).map(({ label, json }) => ({ label, json_metadata: json })),
  ),
  get("/txs/:hash/redeemers", (request) => redeemersShape(findTransaction(request).tx)),
  get("/txs/:hash/required_signers", (request) =>
    (findTransaction(request).tx?.requiredSigners ?? []).map((hash) => ({ witness_hash: hash })),
  ),
  get("/txs/:hash/cbor", (request) => ({ cbor: toHex(findTransaction(request).bytes) })),
];

export function findTransaction(request: ApiRequest): TxRecord {
  const hash = param(request, "hash").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw badRequest("Missing or malformed transaction hash.");
  const record = request.view.transaction(hash);
  if (!record) throw notFound();
  return record;
}

/** The parts that `/txs/{hash}` and `/mempool/{hash}` share. Nothing that a failed transaction wanted is counted. */
export function transactionSummary(tx: Transaction) {
  const certificates = tx.valid ? tx.certificates : [];
  const count = (...kinds: number[]) => certificates.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    deposit: certificates.reduce((sum, { depositLovelace }) => sum + depositLovelace, 0n).toString(),
    size: tx.bytes.length,
    invalid_before: tx.invalidBefore?.toString() ?? null,
    invalid_hereafter: tx.invalidHereafter?.toString() ?? null,
    utxo_count: tx.inputs.length + tx.outputs.length,
    withdrawal_count: tx.valid ? tx.withdrawals.length : 0,
    mir_cert_count: count(6),
    delegation_count: count(2, 10, 11, 13),
    stake_cert_count: count(0, 1, 7, 8, 11, 12, 13),
    pool_update_count: count(3),
    pool_retire_count: count(4),
    asset_mint_or_burn_count: tx.mint.size,
    redeemer_count: tx.redeemers.length,
    valid_contract: tx.valid,
  };
}

const NO_SUMMARY = {
  deposit: "0",
  size: 0,
  invalid_before: null,
  invalid_hereafter: null,
  utxo_count: 1,
  withdrawal_count: 0,
  mir_cert_count: 0,
  delegation_count: 0,
  stake_cert_count: 0,
  pool_update_count: 0,
  pool_retire_count: 0,
  asset_mint_or_burn_count: 0,
  redeemer_count: 0,
  valid_contract: true,
};

function transactionShape(view: ChainView, record: TxRecord) {
  const block = view.blockOf(record);
  return {
    hash: record.hash,
    block: block.hash,
    block_height: block.height,
    block_time: Math.floor(block.timeMs / 1000),
    slot: block.slot,
    index: record.indexInBlock,
    output_amount: sumAmounts(outputsOf(record.produced)),
    fees: feeLovelace(record).toString(),
    ...(record.tx ? transactionSummary(record.tx) : NO_SUMMARY),
    treasury_donation: (record.tx?.donationLovelace ?? 0n).toString(),
  };
}

/**
 * As db-sync stores it: `collateral: false` inputs are those really spent (the collateral of a failed transaction), and
 * the collateral is listed again with its flag, spent or not. The same holds for a collateral return.
 */
function utxosShape(view: ChainView, record: TxRecord) {
  const plain = { collateral: false, reference: false };
  const returned = record.tx?.collateralReturn;
  return {
    hash: record.hash,
    inputs: [
      ...record.spent.map((utxo) => inputShape(utxo.output, plain)),
      ...record.references.map((utxo) => inputShape(utxo.output, { collateral: false, reference: true })),
      ...record.collateral.map((utxo) => inputShape(utxo.output, { collateral: true, reference: false })),
    ],
    outputs: [
      ...record.produced.map((utxo) => ({
        ...outputShape(utxo.output),
        collateral: false,
        consumed_by_tx: view.spender(utxo)?.hash ?? null,
      })),
      ...(returned ? [{ ...outputShape(returned), collateral: true, consumed_by_tx: null }] : []),
    ],
  };
}

function redeemersShape(tx: Transaction | null) {
  return (tx?.redeemers ?? []).map((redeemer) => {
    const dataHash = blake2b256(redeemer.data);
    return {
      tx_index: redeemer.index,
      purpose: redeemer.purpose,
      script_hash: redeemer.scriptHash ?? "",
      redeemer_data_hash: dataHash,
      datum_hash: dataHash,
      unit_mem: redeemer.mem.toString(),
      unit_steps: redeemer.steps.toString(),
      fee: executionFeeLovelace(redeemer.mem, redeemer.steps).toString(),
    };
  });
}
