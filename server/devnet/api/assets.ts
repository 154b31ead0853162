import { blake2b } from "@noble/hashes/blake2";
import { bech32Encode } from "../codec/address";
import { fromHex } from "../codec/cbor-shape";
import type { MintRecord } from "../ledger/chain-index";
import { invalidAsset, invalidPolicy, notFound } from "./errors";
import { inRange, paginate } from "./paging";
import { type ApiRequest, get, param } from "./router";
import { transactionShape } from "./rows";
import type { ChainView } from "./view";

export const assetRoutes = [
  get("/assets", ({ view, query }) => paginate(supplies(view, ""), query)),
  get("/assets/policy/:policy", (request) => {
    const policy = param(request, "policy").toLowerCase();
    if (!/^[0-9a-f]{56}$/.test(policy)) throw invalidPolicy();
    const assets = supplies(request.view, policy);
    if (assets.length === 0) throw notFound();
    return paginate(assets, request.query);
  }),
  get("/assets/:asset", (request) => assetShape(request)),
  get("/assets/:asset/history", (request) =>
    paginate(findMints(request).mints, request.query).map(({ record, quantity }) => ({
      tx_hash: record.hash,
      action: quantity > 0n ? "minted" : "burned",
      amount: quantity.toString(),
    })),
  ),
  get("/assets/:asset/txs", (request) => paginate(transactionsOf(request), request.query).map((record) => record.hash)),
  get("/assets/:asset/transactions", (request) => {
    const records = transactionsOf(request).filter(inRange(request.query));
    return paginate(records, request.query).map((record) => transactionShape(request.view, record));
  }),
  get("/assets/:asset/addresses", (request) => paginate(holders(request), request.query)),
];

/** Policy id and asset name in hex, the name up to 32 bytes. */
export function readUnit(request: ApiRequest): string {
  const unit = param(request, "asset").toLowerCase();
  if (!/^[0-9a-f]{56}([0-9a-f]{2}){0,32}$/.test(unit)) throw invalidAsset();
  return unit;
}

function findMints(request: ApiRequest): { unit: string; mints: MintRecord[] } {
  const unit = readUnit(request);
  const mints = (request.view.chain.index.mintsByUnit.get(unit) ?? []).filter(({ record }) =>
    request.view.sees(record),
  );
  if (mints.length === 0) throw notFound();
  return { unit, mints };
}

function transactionsOf(request: ApiRequest) {
  return request.view.transactions(`unit:${findMints(request).unit}`);
}

const total = (mints: readonly MintRecord[]) => mints.reduce((sum, { quantity }) => sum + quantity, 0n);

/** Assets in the order of their first mint. Burned ones stay, with the remaining quantity. */
function supplies(view: ChainView, policy: string) {
  return [...view.chain.index.mintsByUnit].flatMap(([unit, all]) => {
    const mints = all.filter(({ record }) => view.sees(record));
    return unit.startsWith(policy) && mints.length > 0 ? { asset: unit, quantity: total(mints).toString() } : [];
  });
}

function holders(request: ApiRequest) {
  const { unit } = findMints(request);
  const held = new Map<string, bigint>();
  for (const { output } of request.view.unspent(`unit:${unit}`)) {
    held.set(output.address.text, (held.get(output.address.text) ?? 0n) + (output.assets.get(unit) ?? 0n));
  }
  return [...held].map(([address, quantity]) => ({ address, quantity: quantity.toString() }));
}

/** The devnet has no token registry and reads no CIP-25 or CIP-68 metadata: both are null. */
function assetShape(request: ApiRequest) {
  const { unit, mints } = findMints(request);
  return {
    asset: unit,
    policy_id: unit.slice(0, 56),
    asset_name: unit.slice(56) || null,
    fingerprint: fingerprint(unit),
    quantity: total(mints).toString(),
    initial_mint_tx_hash: mints[0]?.record.hash,
    mint_or_burn_count: mints.length,
    onchain_metadata: null,
    onchain_metadata_standard: null,
    onchain_metadata_extra: null,
    metadata: null,
  };
}

/** CIP-14: bech32 `asset` of blake2b-160 over policy id and asset name. */
export function fingerprint(unit: string): string {
  return bech32Encode("asset", blake2b(fromHex(unit), { dkLen: 20 }));
}
