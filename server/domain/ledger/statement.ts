import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import { compareText } from "../text-order";
import type { Lovelace } from "../units";
import { type Balances, type LedgerTransaction, owedAccount } from "./ledger";

/** One address's day in the ledger: opening + awarded - paid = carried. */
export type StatementRow = {
  readonly address: string;
  readonly openingLovelace: Lovelace;
  readonly awardedLovelace: Lovelace;
  readonly paidLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
};

/** What a day's transactions changed in everything that is owed, from the balances before them. Sorted by address. */
export function makeStatement(before: Balances, transactions: readonly LedgerTransaction[]): StatementRow[] {
  const entries = transactions.flatMap((transaction) => transaction.entries);
  const accounts = [...before.keys(), ...entries.map((entry) => entry.account)];
  const addresses = accounts.flatMap((account) => (account.startsWith("owed:") ? [account.slice(5)] : []));
  const moved = (kind: "awarded" | "paid") => {
    const byAccount = new Map<string, Lovelace>();
    for (const entry of entries) {
      if (entry.kind === kind) byAccount.set(entry.account, (byAccount.get(entry.account) ?? 0n) + entry.lovelace);
    }
    return byAccount;
  };
  const awarded = moved("awarded");
  const paid = moved("paid");
  return [...new Set(addresses)].sort(compareText).map((address) => {
    const account = owedAccount(address);
    const openingLovelace = before.get(account) ?? 0n;
    const awardedLovelace = awarded.get(account) ?? 0n;
    const paidLovelace = -(paid.get(account) ?? 0n);
    const carriedLovelace = openingLovelace + awardedLovelace - paidLovelace;
    assertInvariant(carriedLovelace >= 0n, () => `${address} was paid ${-carriedLovelace} lovelace too much`);
    return { address, openingLovelace, awardedLovelace, paidLovelace, carriedLovelace };
  });
}

/** All accounts together. Any sum but zero means broken books. */
export function trialBalance(balances: Balances): Lovelace {
  return sum(balances.values());
}
