import { fingerprint } from "../api/assets";
import type { ChainView } from "../api/view";
import { stakeAddress } from "../codec/address";
import type { MintRecord } from "../ledger/chain-index";
import { seconds } from "./blocks";
import type { Row } from "./postgrest";
import { type Functions, unit, units } from "./router";

export const assetFunctions: Functions = {
  "GET /asset_addresses": (request) => holders(request.view, unit(request)),
  "POST /asset_info": (request) => units(request).flatMap((each) => infoRows(request.view, each)),
  "GET /asset_history": (request) => historyRows(request.view, unit(request)),
};

function mintsOf(view: ChainView, asset: string): MintRecord[] {
  return (view.chain.index.mintsByUnit.get(asset) ?? []).filter(({ record }) => view.sees(record));
}

function holders(view: ChainView, asset: string): Row[] {
  const held = new Map<string, { stake: string | null; quantity: bigint }>();
  for (const { output } of view.unspent(`unit:${asset}`)) {
    const { text, stake } = output.address;
    const before = held.get(text)?.quantity ?? 0n;
    const quantity = before + (output.assets.get(asset) ?? 0n);
    held.set(text, { stake: stake ? stakeAddress(0, stake) : null, quantity });
  }
  return [...held].map(([address, { stake, quantity }]) => ({
    payment_address: address,
    stake_address: stake,
    quantity: quantity.toString(),
  }));
}

function infoRows(view: ChainView, asset: string): Row[] {
  const mints = mintsOf(view, asset);
  const [first] = mints;
  if (!first) return [];
  return [
    {
      policy_id: asset.slice(0, 56),
      asset_name: asset.slice(56),
      asset_name_ascii: Buffer.from(asset.slice(56), "hex").toString("latin1"),
      fingerprint: fingerprint(asset),
      minting_tx_hash: mints.at(-1)?.record.hash,
      total_supply: mints.reduce((sum, { quantity }) => sum + quantity, 0n).toString(),
      mint_cnt: mints.filter(({ quantity }) => quantity > 0n).length,
      burn_cnt: mints.filter(({ quantity }) => quantity < 0n).length,
      creation_time: seconds(view.blockOf(first.record).timeMs),
      minting_tx_metadata: null,
      token_registry_metadata: null,
      cip68_metadata: null,
    },
  ];
}

/** One row with all mints and burns, newest first. */
function historyRows(view: ChainView, asset: string): Row[] {
  const mints = mintsOf(view, asset).reverse();
  if (mints.length === 0) return [];
  const told = mints.flatMap(({ record, quantity }) => {
    const row = {
      tx_hash: record.hash,
      block_time: seconds(view.blockOf(record).timeMs),
      quantity: quantity.toString(),
    };
    // Its SQL groups by the label: a row for each.
    const labels = (record.tx?.metadata ?? []).map(({ label, json }) => ({ ...row, metadata: [{ key: label, json }] }));
    return labels.length > 0 ? labels : [{ ...row, metadata: [] }];
  });
  return [
    {
      policy_id: asset.slice(0, 56),
      asset_name: asset.slice(56),
      fingerprint: fingerprint(asset),
      minting_txs: told,
    },
  ];
}
