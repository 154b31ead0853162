import { parseTarget } from "../api/addresses";
import { fingerprint } from "../api/assets";
import type { ChainView } from "../api/view";
import { stakeAddress } from "../codec/address";
import { toHex } from "../codec/cbor-shape";
import { plutusDataJson } from "../codec/plutus-json";
import { nativeScriptJson } from "../codec/script";
import type { Output, Script } from "../codec/types";
import { epochOfSlot } from "../ledger/genesis";
import type { UtxoRecord } from "../ledger/records";
import { seconds } from "./blocks";
import type { Row } from "./postgrest";
import { type Functions, flag, texts, units } from "./router";

export const outputFunctions: Functions = {
  "POST /address_utxos": (request) => {
    const keys = texts(request, "_addresses").flatMap((text) => parseTarget(text)?.key ?? []);
    return rowsOf(request.view, keys, flag(request, "_extended"));
  },
  "POST /asset_utxos": (request) => {
    const keys = units(request).map((each) => `unit:${each}`);
    return rowsOf(request.view, keys, flag(request, "_extended"));
  },
};

function rowsOf(view: ChainView, keys: readonly string[], isExtended: boolean): Row[] {
  const utxos = new Set(keys.flatMap((key) => view.unspent(key)));
  return [...utxos].map((utxo) => utxoRow(view, utxo, isExtended));
}

/** Without `_extended` neither assets nor datums nor scripts are told. */
function utxoRow(view: ChainView, { output, createdBy }: UtxoRecord, isExtended: boolean): Row {
  const block = view.blockOf(createdBy);
  const { address } = output;
  return {
    tx_hash: output.ref.txHash,
    tx_index: output.ref.index,
    address: address.text,
    value: output.lovelace.toString(),
    stake_address: address.stake ? stakeAddress(0, address.stake) : null,
    payment_cred: address.payment?.hash ?? null,
    epoch_no: epochOfSlot(view.chain.genesis, block.slot).epoch,
    block_height: block.height,
    block_time: seconds(block.timeMs),
    datum_hash: output.datumHash,
    inline_datum: isExtended ? datumOf(output) : null,
    reference_script: isExtended && output.script ? scriptRow(output.script) : null,
    asset_list: isExtended ? assetList(output.assets) : null,
    is_spent: false,
  };
}

/** An output as `tx_info` shows it. */
export function outputInTransaction(output: Output, withAssets: boolean): Row {
  const { address } = output;
  return {
    payment_addr: { bech32: address.text, cred: address.payment?.hash ?? null },
    stake_addr: address.stake ? stakeAddress(0, address.stake) : null,
    tx_hash: output.ref.txHash,
    tx_index: output.ref.index,
    value: output.lovelace.toString(),
    datum_hash: output.datumHash,
    inline_datum: null,
    reference_script: null,
    asset_list: withAssets ? assetList(output.assets) : [],
  };
}

const datumOf = ({ inlineDatum }: Output) =>
  inlineDatum ? { bytes: toHex(inlineDatum), value: plutusDataJson(inlineDatum) } : null;

function scriptRow({ hash, type, bytes }: Script) {
  const isNative = type === "timelock";
  return {
    hash,
    bytes: isNative ? null : toHex(bytes),
    value: isNative ? nativeScriptJson(bytes) : null,
    type,
    size: isNative ? null : bytes.length,
  };
}

export function assetList(assets: ReadonlyMap<string, bigint>): Row[] {
  return [...assets].map(([unit, quantity]) => ({
    policy_id: unit.slice(0, 56),
    asset_name: unit.slice(56),
    fingerprint: fingerprint(unit),
    decimals: 0,
    quantity: quantity.toString(),
  }));
}
