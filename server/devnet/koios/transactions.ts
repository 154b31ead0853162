import type { Transaction } from "../codec/types";
import { epochOfSlot } from "../ledger/genesis";
import { feeLovelace, sumLovelace, type TxRecord } from "../ledger/records";
import { cborRow, seconds } from "./blocks";
import { assetList, outputInTransaction } from "./outputs";
import type { Row } from "./postgrest";
import { type Functions, flag, hashes, type KoiosRequest } from "./router";

export const transactionFunctions: Functions = {
  "POST /tx_info": (request) => recordsOf(request).map((record) => infoRow(request, record)),
  "POST /tx_cbor": (request) => recordsOf(request).map((record) => cborRow(request.view, record)),
};

function recordsOf(request: KoiosRequest): TxRecord[] {
  return [...hashes(request, "_tx_hashes")].flatMap((hash) => request.view.transaction(hash) ?? []);
}

/**
 * As db-sync stores it: of a transaction whose scripts failed, `inputs` are its collateral and the one output is the
 * return of it. Metadata, certificates, scripts and votes are left out: nothing here asks for them.
 */
function infoRow(request: KoiosRequest, record: TxRecord): Row {
  const { view } = request;
  const { tx } = record;
  const block = view.blockOf(record);
  const { epoch, epochSlot } = epochOfSlot(view.chain.genesis, block.slot);
  const withAssets = flag(request, "_assets");
  const told = (list: TxRecord["spent"]) => list.map((utxo) => outputInTransaction(utxo.output, withAssets));
  const asked = (list: TxRecord["spent"]) => (flag(request, "_inputs") ? told(list) : []);
  const returned = tx?.collateralReturn;
  return {
    tx_hash: record.hash,
    block_hash: block.hash,
    block_height: block.height,
    epoch_no: epoch,
    epoch_slot: epochSlot,
    absolute_slot: block.slot,
    tx_timestamp: seconds(block.timeMs),
    tx_block_index: record.indexInBlock,
    tx_size: record.bytes.length,
    total_output: sumLovelace(record.produced).toString(),
    fee: feeLovelace(record).toString(),
    treasury_donation: (tx?.donationLovelace ?? 0n).toString(),
    deposit: depositOf(tx).toString(),
    invalid_before: tx?.invalidBefore?.toString() ?? null,
    invalid_after: tx?.invalidHereafter?.toString() ?? null,
    valid_contract: tx?.valid ?? true,
    collateral_inputs: asked(record.collateral),
    collateral_output: returned ? { ...outputInTransaction(returned, false), asset_list: null } : null,
    reference_inputs: asked(record.references),
    inputs: asked(record.spent),
    outputs: told(record.produced),
    withdrawals: flag(request, "_withdrawals") ? withdrawals(tx) : [],
    assets_minted: withAssets && tx?.valid ? assetList(tx.mint) : [],
    metadata: null,
    certificates: [],
    native_scripts: [],
    plutus_contracts: [],
    voting_procedures: [],
    proposal_procedures: [],
  };
}

const depositOf = (tx: Transaction | null): bigint =>
  tx?.valid ? tx.certificates.reduce((sum, { depositLovelace }) => sum + depositLovelace, 0n) : 0n;

const withdrawals = (tx: Transaction | null) =>
  (tx?.valid ? tx.withdrawals : []).map(({ address, lovelace }) => ({
    amount: lovelace.toString(),
    stake_addr: address.text,
  }));
