import { addressFromText, type CredentialHash } from "../codec/address";
import type { Certificate, Transaction } from "../codec/types";
import type { Genesis } from "./genesis";

/** A registered reward account. */
export type Account = {
  readonly credential: CredentialHash;
  readonly rewardLovelace: bigint;
  readonly pool: string | null;
  readonly drep: string | null;
};

/** Every registered account, by `accountKey`. Immutable: a transaction makes a new map. */
export type Accounts = ReadonlyMap<string, Account>;

export const REGISTERS: readonly number[] = [0, 7, 11, 12, 13];
export const DEREGISTERS: readonly number[] = [1, 8];

/** A key and a script could have the same hash. */
export const accountKey = ({ script, hash }: CredentialHash) => `${script ? "script" : "key"}:${hash}`;

export function accountsAtGenesis(genesis: Genesis): Accounts {
  const accounts = new Map<string, Account>();
  for (const { address, rewardLovelace } of genesis.initialRewardAccounts) {
    const parsed = addressFromText(address);
    if (!parsed?.stake || parsed.payment || parsed.networkId !== 0)
      throw new Error(`initial reward account: ${address} is not a stake address of a test network`);
    const key = accountKey(parsed.stake);
    if (accounts.has(key)) throw new Error(`initial reward account: ${address} is named twice; add up its rewards`);
    if (rewardLovelace < 0n)
      throw new Error(`initial reward account: ${address} has ${rewardLovelace} lovelace; it must be 0 or more`);
    accounts.set(key, newAccount(parsed.stake, rewardLovelace));
  }
  return accounts;
}

/** The accounts after an accepted transaction: withdrawals come before certificates (Conway, rule CERTS). */
export function accountsAfter(accounts: Accounts, tx: Transaction): Accounts {
  if (!tx.valid || tx.certificates.length + tx.withdrawals.length === 0) return accounts;
  const next = new Map(accounts);
  for (const { address } of tx.withdrawals) {
    if (address.stake) change(next, address.stake, { rewardLovelace: 0n });
  }
  for (const certificate of tx.certificates) certify(next, certificate);
  return next;
}

/** Null if the account is not registered. */
export function accountsWithReward(accounts: Accounts, credential: CredentialHash, lovelace: bigint): Accounts | null {
  const account = accounts.get(accountKey(credential));
  if (!account) return null;
  const next = new Map(accounts);
  change(next, credential, { rewardLovelace: account.rewardLovelace + lovelace });
  return next;
}

function certify(accounts: Map<string, Account>, { kind, stake, pool, drep }: Certificate): void {
  if (!stake) return;
  if (DEREGISTERS.includes(kind)) accounts.delete(accountKey(stake));
  if (REGISTERS.includes(kind)) accounts.set(accountKey(stake), newAccount(stake, 0n));
  if (pool !== null) change(accounts, stake, { pool });
  if (drep !== null) change(accounts, stake, { drep });
}

function change(accounts: Map<string, Account>, credential: CredentialHash, part: Partial<Account>): void {
  const key = accountKey(credential);
  const account = accounts.get(key);
  if (account) accounts.set(key, { ...account, ...part });
}

function newAccount(credential: CredentialHash, rewardLovelace: bigint): Account {
  return { credential, rewardLovelace, pool: null, drep: null };
}

/**
 * Since protocol version 10 a key's account must delegate its vote before it withdraws (Conway, rule LEDGER,
 * ConwayWdrlNotDelegatedToDRep); a script's need not. scalus does not check it.
 */
export function withdrawalProblem(accounts: Accounts, tx: Transaction): string | null {
  if (!tx.valid) return null;
  for (const { address } of tx.withdrawals) {
    const account = address.stake && accounts.get(accountKey(address.stake));
    if (account && !account.credential.script && account.drep === null)
      return `ConwayWdrlNotDelegatedToDRep: ${address.text} must delegate its vote before it withdraws`;
  }
  return null;
}
