import { addressFromText, bech32Encode, type CredentialHash } from "../codec/address";
import { fromHex } from "../codec/cbor-shape";
import { REGISTERS } from "../ledger/accounts";
import { epochOfSlot } from "../ledger/genesis";
import { sumLovelace, type TxRecord } from "../ledger/records";
import { invalidStakeAddress, notFound } from "./errors";
import { paginate } from "./paging";
import { accountNow, isKnown, openingAccount, registrationsOf, withdrawalsOf } from "./reward-accounts";
import { type ApiRequest, get, param } from "./router";
import { utxoShape } from "./rows";
import { outputsOf, sumAmounts } from "./shapes";

/** Stake accounts. The devnet pays no staking rewards: they come only from the genesis or by control. */
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
    paginate(request.view.unspent(find(request).key), request.query).map((utxo) => utxoShape(request.view, utxo)),
  ),
  get("/accounts/:stake/registrations", (request) =>
    paginate(registrationsOf(request.view, find(request).stake), request.query).map(
      ({ record, certificate: { kind, depositLovelace } }) => ({
        action: REGISTERS.includes(kind) ? "registered" : "deregistered",
        deposit: REGISTERS.includes(kind) ? depositLovelace.toString() : null,
        ...placeOf(request, record),
      }),
    ),
  ),
  get("/accounts/:stake/withdrawals", (request) =>
    paginate(withdrawalsOf(request.view, find(request).stake), request.query).map(({ record, lovelace }) => ({
      amount: lovelace.toString(),
      ...placeOf(request, record),
    })),
  ),
];

/** 400 if it is not a stake address of a test network; 404 if no address, certificate or genesis shows it. */
function find(request: ApiRequest): { text: string; stake: CredentialHash; key: string } {
  const address = addressFromText(param(request, "stake"));
  if (!address?.stake || address.payment || address.networkId !== 0) throw invalidStakeAddress();
  const key = `stake:${address.stake.hash}`;
  const found = { text: address.text, stake: address.stake, key };
  const known = request.view.outputs(key).some(({ output }) => output.address.stake?.script === found.stake.script);
  if (!known && !isKnown(request.view, found.stake)) throw notFound();
  return found;
}

/** Distinct addresses in the order in which they were first seen. */
function addressesOf(request: ApiRequest): string[] {
  return [...new Set(request.view.outputs(find(request).key).map(({ output }) => output.address.text))];
}

function placeOf({ view }: ApiRequest, record: TxRecord) {
  const block = view.blockOf(record);
  return {
    tx_hash: record.hash,
    tx_slot: block.slot,
    block_time: Math.floor(block.timeMs / 1000),
    block_height: block.height,
  };
}

/**
 * As in Blockfrost's own backend: `active` means that the account has delegated to a pool, `registered` that it exists;
 * `active_epoch` is that of the last (de)registration, or the first epoch for an account of the genesis.
 */
function accountShape(request: ApiRequest) {
  const { view } = request;
  const { text, stake, key } = find(request);
  const account = accountNow(view, stake);
  const opening = openingAccount(view, stake);
  const last = registrationsOf(view, stake).at(-1);
  const withdrawn = withdrawalsOf(view, stake).reduce((sum, { lovelace }) => sum + lovelace, 0n);
  const withdrawable = account?.rewardLovelace ?? 0n;
  return {
    stake_address: text,
    active: account?.pool != null,
    registered: account !== undefined,
    active_epoch: last ? epochOfSlot(view.chain.genesis, view.blockOf(last.record).slot).epoch : opening ? 0 : null,
    controlled_amount: (sumLovelace(view.unspent(key)) + withdrawable).toString(),
    rewards_sum: (withdrawn + withdrawable).toString(),
    withdrawals_sum: withdrawn.toString(),
    reserves_sum: "0",
    treasury_sum: "0",
    withdrawable_amount: withdrawable.toString(),
    pool_id: account?.pool ? bech32Encode("pool", fromHex(account.pool)) : null,
    drep_id: account?.drep ?? null,
  };
}
