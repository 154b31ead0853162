import { addressFromText, credentialFromText, stakeAddress } from "../codec/address";
import { toHex } from "../codec/cbor-shape";
import { blake2b224 } from "../codec/hash";
import type { UtxoRecord } from "../ledger/records";
import { readUnit } from "./assets";
import { invalidAddress, notFound } from "./errors";
import { inRange, paginate } from "./paging";
import { type ApiRequest, get, param } from "./router";
import { transactionShape, utxoShape } from "./rows";
import { outputsOf, sumAmounts } from "./shapes";

export const addressRoutes = [
  get("/addresses/:address", (request) => summaryShape(request)),
  get("/addresses/:address/total", (request) => totalShape(request)),
  get("/addresses/:address/utxos", (request) => {
    const unspent = request.view.unspent(readAddress(request).key);
    return paginate(unspent, request.query).map((utxo) => utxoShape(request.view, utxo));
  }),
  get("/addresses/:address/utxos/:asset", (request) => {
    const unit = param(request, "asset") === "lovelace" ? "lovelace" : readUnit(request);
    const { key } = readAddress(request);
    if (unit !== "lovelace" && request.view.outputs(`unit:${unit}`).length === 0) throw notFound();
    const holds = ({ output }: UtxoRecord) =>
      unit === "lovelace" ? output.assets.size === 0 : output.assets.has(unit);
    return paginate(request.view.unspent(key).filter(holds), request.query).map((utxo) =>
      utxoShape(request.view, utxo),
    );
  }),
  get("/addresses/:address/transactions", (request) => {
    const records = request.view.transactions(readAddress(request).key).filter(inRange(request.query));
    return paginate(records, request.query).map((record) => transactionShape(request.view, record));
  }),
  get("/addresses/:address/txs", (request) =>
    paginate(request.view.transactions(readAddress(request).key), request.query).map((record) => record.hash),
  ),
];

type Target = { key: string; text: string; script: boolean; byron: boolean; stake: string | null };

/**
 * An address, or a bare payment credential (`addr_vkh`, `addr_vk`, `script`), which stands for every address with it,
 * whatever its prefix. 400 if malformed or of mainnet; 404 if never seen.
 */
function readAddress(request: ApiRequest): Target {
  const target = parseTarget(param(request, "address"));
  if (!target) throw invalidAddress();
  if (request.view.outputs(target.key).length === 0) throw notFound();
  return target;
}

/** The lookup key of an address or payment credential of this network; null for anything else. */
export function parseTarget(text: string): Target | null {
  const credential = credentialFromText(text);
  if (credential) {
    const hash = credential.prefix === "addr_vk" ? blake2b224(credential.bytes) : toHex(credential.bytes);
    return { key: `cred:${hash}`, text, script: credential.prefix === "script", byron: false, stake: null };
  }
  const address = addressFromText(text);
  if (!address || address.networkId === 1 || (!address.byron && !address.payment)) return null;
  return {
    key: `addr:${address.text}`,
    text: address.text,
    script: address.payment?.script ?? false,
    byron: address.byron,
    stake: address.stake ? stakeAddress(0, address.stake) : null,
  };
}

function summaryShape(request: ApiRequest) {
  const target = readAddress(request);
  return {
    address: target.text,
    amount: sumAmounts(outputsOf(request.view.unspent(target.key))),
    stake_address: target.stake,
    type: target.byron ? "byron" : "shelley",
    script: target.script,
  };
}

function totalShape(request: ApiRequest) {
  const { view } = request;
  const target = readAddress(request);
  const received = view.outputs(target.key);
  return {
    address: target.text,
    received_sum: sumAmounts(outputsOf(received)),
    sent_sum: sumAmounts(outputsOf(received.filter((utxo) => view.spender(utxo)))),
    tx_count: view.transactions(target.key).length,
  };
}
