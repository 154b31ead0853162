import { assertInvariant } from "../invariant";
import type { DayIndex, Hex, Lovelace } from "../units";
import type { Account, EntryKind, LedgerEntry, LedgerTransaction } from "./ledger";

/**
 * A day's awards: from the pool to what is owed. Posted once, when the day can no longer be calculated again (its
 * Commit is final, or it is closed). What is owed and not paid is carried by staying there.
 */
export function postDay(dayIndex: DayIndex, awardedLovelace: Lovelace): LedgerTransaction {
  assertInvariant(awardedLovelace >= 0n, () => `day ${dayIndex} awards ${awardedLovelace}`);
  return { reference: `day:${dayIndex}:awarded`, entries: transfer("pool", "owed", "awarded", awardedLovelace) };
}

export type PaymentPosting = {
  readonly dayIndex: DayIndex;
  readonly batchIndex: number;
  readonly txHash: Hex;
  /** What its outputs hold together. */
  readonly paidLovelace: Lovelace;
  readonly feeLovelace: Lovelace;
};

/**
 * A batch that is final on chain: from what is owed to what was paid, and the fee from the pool. The reference names
 * day and batch, not the transaction: a batch is paid once, whatever its transaction.
 */
export function postPayment(payment: PaymentPosting): LedgerTransaction {
  const { dayIndex, batchIndex, txHash, paidLovelace, feeLovelace } = payment;
  assertInvariant(feeLovelace >= 0n, () => `the fee of ${txHash} is ${feeLovelace}`);
  assertInvariant(paidLovelace > 0n, () => `${txHash} pays ${paidLovelace}`);
  return {
    reference: `day:${dayIndex}:batch:${batchIndex}:paid`,
    entries: [...transfer("owed", "paid", "paid", paidLovelace), ...feeEntries(feeLovelace)],
  };
}

/** A transaction that only costs the pool its fee: Commit, Resume, Expire, Cancel, a setting. */
export function postFee(txHash: Hex, feeLovelace: Lovelace): LedgerTransaction {
  assertInvariant(feeLovelace >= 0n, () => `the fee of ${txHash} is ${feeLovelace}`);
  return { reference: `tx:${txHash}:fee`, entries: feeEntries(feeLovelace) };
}

export function postDeposit(txHash: Hex, lovelace: Lovelace): LedgerTransaction {
  assertInvariant(lovelace > 0n, () => `the deposit of ${txHash} is ${lovelace}`);
  return { reference: `tx:${txHash}:deposited`, entries: transfer("outside", "pool", "deposited", lovelace) };
}

/** A withdrawal to the treasury; its fee is posted beside it with `postFee`. */
export function postWithdrawal(txHash: Hex, lovelace: Lovelace): LedgerTransaction {
  assertInvariant(lovelace > 0n, () => `the withdrawal of ${txHash} is ${lovelace}`);
  return { reference: `tx:${txHash}:withdrawn`, entries: transfer("pool", "outside", "withdrawn", lovelace) };
}

function feeEntries(lovelace: Lovelace): LedgerEntry[] {
  return transfer("pool", "fees", "fee", lovelace);
}

/** Nothing is no entry. */
function transfer(from: Account, to: Account, kind: EntryKind, lovelace: Lovelace): LedgerEntry[] {
  if (lovelace === 0n) return [];
  return [
    { account: from, kind, lovelace: -lovelace },
    { account: to, kind, lovelace },
  ];
}
