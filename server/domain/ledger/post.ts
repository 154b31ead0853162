import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { RewardLine } from "../rewards/reward-line";
import type { DayIndex, Hex, Lovelace } from "../units";
import { type LedgerEntry, type LedgerTransaction, owedAccount, paidAccount } from "./ledger";

/**
 * A day's awards: from the pool to what is owed to each address. Posted once, when the day can no longer be calculated
 * again (its Commit is final, or it is closed). What is owed and not paid is carried by staying there.
 */
export function postDay(dayIndex: DayIndex, lines: readonly RewardLine[]): LedgerTransaction {
  const earning = lines.filter((line) => line.earnedLovelace > 0n);
  const awarded = earning.map(
    (line): LedgerEntry => ({
      account: owedAccount(line.address),
      kind: "awarded",
      lovelace: line.earnedLovelace,
    }),
  );
  const total = sum(awarded.map((entry) => entry.lovelace));
  const fromPool: LedgerEntry[] = total > 0n ? [{ account: "pool", kind: "awarded", lovelace: -total }] : [];
  return { reference: `day:${dayIndex}:awarded`, entries: [...fromPool, ...awarded] };
}

export type PaymentPosting = {
  readonly dayIndex: DayIndex;
  readonly batchIndex: number;
  readonly txHash: Hex;
  readonly outputs: readonly { readonly address: string; readonly lovelace: Lovelace }[];
  readonly feeLovelace: Lovelace;
};

/**
 * A batch that is final on chain: from what is owed to what was paid, and the fee from the pool. The reference names
 * day and batch, not the transaction: a batch is paid once, whatever its transaction.
 */
export function postPayment(payment: PaymentPosting): LedgerTransaction {
  assertInvariant(payment.feeLovelace >= 0n, () => `the fee of ${payment.txHash} is ${payment.feeLovelace}`);
  const paid = payment.outputs.flatMap(({ address, lovelace }): LedgerEntry[] => {
    assertInvariant(lovelace > 0n, () => `${payment.txHash} pays ${lovelace} to ${address}`);
    return [
      { account: owedAccount(address), kind: "paid", lovelace: -lovelace },
      { account: paidAccount(address), kind: "paid", lovelace },
    ];
  });
  const reference = `day:${payment.dayIndex}:batch:${payment.batchIndex}:paid`;
  return { reference, entries: [...paid, ...feeEntries(payment.feeLovelace)] };
}

/** A transaction that only costs the pool its fee: Commit, Resume, Expire, Cancel, a setting. */
export function postFee(txHash: Hex, feeLovelace: Lovelace): LedgerTransaction {
  assertInvariant(feeLovelace >= 0n, () => `the fee of ${txHash} is ${feeLovelace}`);
  return { reference: `tx:${txHash}:fee`, entries: feeEntries(feeLovelace) };
}

export function postDeposit(txHash: Hex, lovelace: Lovelace): LedgerTransaction {
  assertInvariant(lovelace > 0n, () => `the deposit of ${txHash} is ${lovelace}`);
  return {
    reference: `tx:${txHash}:deposited`,
    entries: [
      { account: "outside", kind: "deposited", lovelace: -lovelace },
      { account: "pool", kind: "deposited", lovelace },
    ],
  };
}

/** A withdrawal to the treasury; its fee is posted beside it with `postFee`. */
export function postWithdrawal(txHash: Hex, lovelace: Lovelace): LedgerTransaction {
  assertInvariant(lovelace > 0n, () => `the withdrawal of ${txHash} is ${lovelace}`);
  return {
    reference: `tx:${txHash}:withdrawn`,
    entries: [
      { account: "pool", kind: "withdrawn", lovelace: -lovelace },
      { account: "outside", kind: "withdrawn", lovelace },
    ],
  };
}

function feeEntries(lovelace: Lovelace): LedgerEntry[] {
  if (lovelace === 0n) return [];
  return [
    { account: "pool", kind: "fee", lovelace: -lovelace },
    { account: "fees", kind: "fee", lovelace },
  ];
}
