import { accountNow, isKnown, openingAccount, withdrawalsOf } from "../api/reward-accounts";
import type { ChainView } from "../api/view";
import { addressFromText, type CredentialHash } from "../codec/address";
import { sumLovelace } from "../ledger/records";
import { badInput, type Row } from "./postgrest";
import { type Functions, texts } from "./router";

export const accountFunctions: Functions = {
  "POST /account_info": (request) =>
    texts(request, "_stake_addresses").flatMap((text) => {
      const address = addressFromText(text);
      if (!address?.stake || address.payment) throw badInput(`invalid bech32 string: "${text.slice(0, 120)}"`);
      // An address of the other network has the same credential, which was never seen under it.
      return address.networkId === 1 ? [] : accountRows(request.view, text, address.stake);
    }),
};

/** An account that was never seen has no row. */
function accountRows(view: ChainView, text: string, stake: CredentialHash): Row[] {
  if (!isKnown(view, stake) && view.outputs(`stake:${stake.hash}`).length === 0) return [];
  const account = accountNow(view, stake);
  const utxo = sumLovelace(view.unspent(`stake:${stake.hash}`));
  const withdrawn = withdrawalsOf(view, stake)
    .filter(({ record }) => record.tx?.valid)
    .reduce((sum, { lovelace }) => sum + lovelace, 0n);
  const available = account?.rewardLovelace ?? 0n;
  return [
    {
      stake_address: text,
      status: account ? "registered" : "not registered",
      delegated_pool: account?.pool ?? null,
      delegated_drep: account?.drep ?? null,
      total_balance: (utxo + available).toString(),
      utxo: utxo.toString(),
      rewards: (available + withdrawn).toString(),
      withdrawals: withdrawn.toString(),
      rewards_available: available.toString(),
      deposit: account && !openingAccount(view, stake) ? "2000000" : "0",
      reserves: "0",
      treasury: "0",
      proposal_refund: "0",
    },
  ];
}
