import type { CredentialHash } from "../codec/address";
import type { Certificate } from "../codec/types";
import { type Account, accountKey, accountsAfter, DEREGISTERS, REGISTERS } from "../ledger/accounts";
import type { TxRecord } from "../ledger/records";
import type { ChainView } from "./view";

/* What the chain as seen from a tip tells of one reward account. */

export type CertificateRow = { readonly record: TxRecord; readonly certificate: Certificate };
export type WithdrawalRow = { readonly record: TxRecord; readonly lovelace: bigint };

/** All the rewards that there ever are come from the genesis: the devnet pays none. */
export function openingAccount(view: ChainView, stake: CredentialHash): Account | undefined {
  return view.chain.openingAccounts.get(accountKey(stake));
}

/**
 * Undefined when it is not registered (any more). Told from its transactions where the ledger of a block so deep is
 * kept no longer: without the rewards that came by control.
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

/** Whether a certificate has ever named it; what was withdrawn from was registered first. */
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
