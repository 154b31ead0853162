import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import { compareText } from "../text-order";
import type { Lovelace } from "../units";

/**
 * Accounts of the double-entry ledger. A balance is what the account holds:
 *
 * - `pool`: lovelace at the contract that is owed to nobody yet.
 * - `owed:<address>`: awarded and not yet paid. What is not paid today is carried by staying here.
 * - `paid:<address>`: all that was ever paid to an address.
 * - `fees`: all that the pool ever paid to the network.
 * - `outside`: where deposits come from and withdrawals go; its balance is below zero by what came in.
 */
export type Account = "pool" | "fees" | "outside" | `owed:${string}` | `paid:${string}`;

export type EntryKind = "deposited" | "withdrawn" | "awarded" | "paid" | "fee";

export type LedgerEntry = {
  readonly account: Account;
  readonly kind: EntryKind;
  /** Added to the account's balance; negative when it leaves. */
  readonly lovelace: Lovelace;
};

/** Entries that belong together and sum to zero. */
export type LedgerTransaction = {
  /** Unique: posting the same twice is refused by the database on this. */
  readonly reference: string;
  readonly entries: readonly LedgerEntry[];
};

export type Balances = ReadonlyMap<Account, Lovelace>;

/**
 * Posts a transaction and returns the new balances; accounts at zero are left out. Throws InvariantError when
 * the entries do not sum to zero, or when more would be paid to an address than is owed to it.
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

/** What is owed to each address: the opening balances of the next day, in the order of the accounts' names. */
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
