import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import { compareText } from "../text-order";
import type { Lovelace } from "../units";

/**
 * Accounts of the double-entry ledger. A balance is what the account holds:
 *
 * - `pool`: lovelace at the contract that is not owed to anyone yet.
 * - `owed:<address>`: awarded and not yet paid. What is not paid today stays here, which carries it.
 * - `paid:<address>`: everything ever paid to an address.
 * - `fees`: everything the pool ever paid to the network.
 * - `outside`: where deposits come from and withdrawals go; below zero by what came in.
 */
export type Account = "pool" | "fees" | "outside" | `owed:${string}` | `paid:${string}`;

export type EntryKind = "deposited" | "withdrawn" | "awarded" | "paid" | "fee";

export type LedgerEntry = {
  readonly account: Account;
  readonly kind: EntryKind;
  /** Added to the account's balance; negative if it leaves. */
  readonly lovelace: Lovelace;
};

/** Entries that belong together and sum to zero. */
export type LedgerTransaction = {
  /** Unique: the database refuses a second posting with it. */
  readonly reference: string;
  readonly entries: readonly LedgerEntry[];
};

export type Balances = ReadonlyMap<Account, Lovelace>;

/**
 * Posts a transaction and returns the new balances, without accounts at zero. Throws InvariantError if the entries do
 * not sum to zero, or if an address would be paid more than it is owed.
 */
export function postTransaction(balances: Balances, transaction: LedgerTransaction): Balances {
  const { reference, entries } = transaction;
  const total = sum(entries.map((entry) => entry.lovelace));
  assertInvariant(total === 0n, () => `the entries of ${reference} sum to ${total}, not to zero`);
  const after = new Map(balances);
  for (const { account, lovelace } of entries) after.set(account, (after.get(account) ?? 0n) + lovelace);
  for (const { account } of entries) {
    const balance = after.get(account) ?? 0n;
    const mayBeNegative = account === "outside" || account === "pool";
    assertInvariant(mayBeNegative || balance >= 0n, () => `${reference} leaves ${account} at ${balance}`);
    if (balance === 0n) after.delete(account);
  }
  return after;
}

/** What is owed to each address, in the order of the accounts' names: the next day's opening balances. */
export function owedBalances(balances: Balances): { address: string; lovelace: Lovelace }[] {
  return [...balances]
    .flatMap(([account, lovelace]) =>
      account.startsWith("owed:") && lovelace > 0n ? [{ address: account.slice("owed:".length), lovelace }] : [],
    )
    .sort((a, b) => compareText(a.address, b.address));
}

/** The account that holds what is owed to an address. */
export function owedAccount(address: string): Account {
  return `owed:${address}`;
}

export function paidAccount(address: string): Account {
  return `paid:${address}`;
}
