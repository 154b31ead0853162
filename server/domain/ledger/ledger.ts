import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { Lovelace } from "../units";

/**
 * Accounts of the double-entry ledger. A balance is what the account holds:
 *
 * - `pool`: lovelace at the contract that is not owed to anyone yet.
 * - `owed`: awarded and not yet paid. What is not paid today stays here, which carries it.
 * - `paid`: everything ever paid to anybody.
 * - `fees`: everything the pool ever paid to the network.
 * - `outside`: where deposits come from and withdrawals go; below zero by what came in.
 *
 * Whose money is in `owed` and `paid` is said once, by the lines of the days that are posted: opening + earned = paid +
 * carried for each address. A day is posted only if its lines add up to what is posted, and open with what the day
 * before carried.
 */
export const ACCOUNTS = ["pool", "owed", "paid", "fees", "outside"] as const;
export type Account = (typeof ACCOUNTS)[number];

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

/** An account that is not there holds nothing. */
export type Balances = ReadonlyMap<Account, Lovelace>;

/**
 * Posts a transaction and returns the new balances. Throws InvariantError if the entries do not sum to zero, or if more
 * would be paid than is owed.
 */
export function postTransaction(balances: Balances, { reference, entries }: LedgerTransaction): Balances {
  const total = trialBalance(entries.map((entry) => [entry.account, entry.lovelace]));
  assertInvariant(total === 0n, () => `the entries of ${reference} sum to ${total}, not to zero`);
  const after = new Map(balances);
  for (const { account, lovelace } of entries) after.set(account, (after.get(account) ?? 0n) + lovelace);
  for (const { account } of entries) {
    const balance = after.get(account) ?? 0n;
    const mayBeNegative = account === "outside" || account === "pool";
    assertInvariant(mayBeNegative || balance >= 0n, () => `${reference} leaves ${account} at ${balance}`);
  }
  return after;
}

/** All accounts together. Any sum but zero means broken books. */
export function trialBalance(balances: Iterable<readonly [Account, Lovelace]>): Lovelace {
  return sum([...balances].map(([, lovelace]) => lovelace));
}
