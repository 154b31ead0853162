import { addressFromText, bech32Encode, type CredentialHash } from "../codec/address";
import { fromHex } from "../codec/cbor-shape";
import type { Certificate } from "../codec/types";
import { epochOfSlot } from "../ledger/genesis";
import { sumLovelace } from "../ledger/records";
import { invalidStakeAddress, notFound } from "./errors";
import { paginate } from "./paging";
import { type ApiRequest, get, param } from "./router";
import { utxoShape } from "./rows";
import { outputsOf, sumAmounts } from "./shapes";

/** Stake accounts. The devnet pays no staking rewards: those sums are always 0. */
export const accountRoutes = [
  get("/accounts/:stake", (request) => accountShape(request)),
  get("/accounts/:stake/addresses", (request) =>
    paginate(addressesOf(request), request.query).map((address) => ({ address })),
  ),
  get("/accounts/:stake/addresses/assets", (request) => {
    const amounts = sumAmounts(outputsOf(request.view.unspent(find(request).key)));
    return paginate(
      amounts.filter(({ unit }) => unit !== "lovelace"),
      request.query,
    );
  }),
  get("/accounts/:stake/utxos", (request) =>
    paginate(request.view.unspent(find(request).key), request.query).map((utxo) =>
      utxoShape(request.view, utxo),
    ),
  ),
];

/** 400 if it is no stake address of a test network; 404 if no address or certificate has shown it. */
function find(request: ApiRequest): { text: string; stake: CredentialHash; key: string } {
  const address = addressFromText(param(request, "stake"));
  if (!address?.stake || address.payment || address.networkId !== 0) throw invalidStakeAddress();
  const key = `stake:${address.stake.hash}`;
  const found = { text: address.text, stake: address.stake, key };
  const known = request.view
    .outputs(key)
    .some(({ output }) => output.address.stake?.script === found.stake.script);
  if (!known && certificates(request, found.stake).length === 0) throw notFound();
  return found;
}

function certificates(
  request: ApiRequest,
  stake: CredentialHash,
): { certificate: Certificate; slot: number }[] {
  const records = request.view.chain.index.certificatesByStake.get(stake.hash) ?? [];
  return records
    .filter((record) => request.view.sees(record))
    .flatMap((record) =>
      (record.tx?.certificates ?? [])
        .filter(({ stake: subject }) => subject?.hash === stake.hash && subject.script === stake.script)
        .map((certificate) => ({ certificate, slot: request.view.blockOf(record).slot })),
    );
}

/** Distinct addresses in the order in which they were first seen. */
function addressesOf(request: ApiRequest): string[] {
  return [...new Set(request.view.outputs(find(request).key).map(({ output }) => output.address.text))];
}

const REGISTERS = [0, 7, 11, 12, 13];
const DEREGISTERS = [1, 8];

function accountShape(request: ApiRequest) {
  const { text, stake, key } = find(request);
  const history = certificates(request, stake);
  const registrations = history.filter(({ certificate: { kind } }) =>
    [...REGISTERS, ...DEREGISTERS].includes(kind),
  );
  const last = registrations[registrations.length - 1];
  const registered = last !== undefined && REGISTERS.includes(last.certificate.kind);
  const pool = registered
    ? history.findLast(({ certificate }) => certificate.pool !== null)?.certificate.pool
    : null;
  return {
    stake_address: text,
    active: registered && pool != null,
    registered,
    active_epoch: last ? epochOfSlot(request.view.chain.genesis, last.slot).epoch : null,
    controlled_amount: sumLovelace(request.view.unspent(key)).toString(),
    rewards_sum: "0",
    withdrawals_sum: "0",
    reserves_sum: "0",
    treasury_sum: "0",
    withdrawable_amount: "0",
    pool_id: pool ? bech32Encode("pool", fromHex(pool)) : null,
    drep_id: null,
  };
}
