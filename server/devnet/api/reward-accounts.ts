import type { CredentialHash } from "../codec/address";
import type { Certificate } from "../codec/types";
import { type Account, accountKey, accountsAfter, DEREGISTERS, REGISTERS } from "../ledger/accounts";
import type { TxRecord } from "../ledger/records";
import type { ChainView } from "./view";

/* One reward account, as the chain shows it from a tip. */

export type CertificateRow = { readonly record: TxRecord; readonly certificate: Certificate };
export type WithdrawalRow = { readonly record: TxRecord; readonly lovelace: bigint };

/** All rewards come from the genesis: the devnet pays none. */
export function openingAccount(view: ChainView, stake: CredentialHash): Account | undefined {
  return view.chain.openingAccounts.get(accountKey(stake));
}

/**
 * Undefined if it is not registered. For a block so deep that its ledger is gone, it is derived from transactions,
 * without the rewards that came by control.
 */
export function accountNow(view: ChainView, stake: CredentialHash): Account | undefined {
  const key = accountKey(stake);
  const { state } = view.tip;
  if (state) return state.accounts.get(key);
  const opening = openingAccount(view, stake);
  const start = new Map(opening ? [[key, opening]] : []);
  return records(view, stake)
    .reduce((accounts, { tx }) => (tx ? accountsAfter(accounts, tx) : accounts), start as ReadonlyMap<string, Account>)
    .get(key);
}

export function registrationsOf(view: ChainView, stake: CredentialHash): CertificateRow[] {
  return records(view, stake).flatMap((record) =>
    (record.tx?.certificates ?? [])
      .filter((certificate) => isOf(certificate.stake, stake) && isRegistration(certificate))
      .map((certificate) => ({ record, certificate })),
  );
}

export function withdrawalsOf(view: ChainView, stake: CredentialHash): WithdrawalRow[] {
  return records(view, stake).flatMap((record) =>
    (record.tx?.withdrawals ?? [])
      .filter(({ address }) => isOf(address.stake, stake))
      .map(({ lovelace }) => ({ record, lovelace })),
  );
}

/** Whether a certificate has ever named it. An account must be registered before a withdrawal. */
export function isKnown(view: ChainView, stake: CredentialHash): boolean {
  return (
    openingAccount(view, stake) !== undefined ||
    records(view, stake).some(({ tx }) => tx?.certificates.some((certificate) => isOf(certificate.stake, stake)))
  );
}

export const isRegistration = ({ kind }: Certificate) => REGISTERS.includes(kind) || DEREGISTERS.includes(kind);

const isOf = (a: CredentialHash | null, b: CredentialHash) => a?.hash === b.hash && a.script === b.script;

/** Transactions with a certificate of the account or a withdrawal from it, oldest first. */
function records(view: ChainView, stake: CredentialHash): TxRecord[] {
  return (view.chain.index.certificatesByStake.get(stake.hash) ?? []).filter((record) => view.sees(record));
}
