import { asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { ledgerAccount, ledgerEntry, rewardLine, settlement } from "@/db/schema";
import { type LedgerTransaction, postTransaction } from "@/server/domain/ledger/ledger";
import { postDay, postDeposit, postFee, postPayment } from "@/server/domain/ledger/post";
import type { Height } from "@/server/domain/units";
import { newDeposits } from "./internal/post-deposits";

/**
 * Posts a final day to the books: what came into the pool until then, what was awarded, what each batch paid, what the
 * network took. Runs in the transaction that makes the day FINAL or CLOSED, so that it happens once. `finalHeight`: a
 * block that no rollback can reach.
 */
export async function postFinalDay(tx: Transaction, dayIndex: number, finalHeight: Height): Promise<void> {
  const lines = await tx
    .select()
    .from(rewardLine)
    .where(eq(rewardLine.dayIndex, dayIndex))
    .orderBy(asc(rewardLine.address));
  const [settled] = await tx.select().from(settlement).where(eq(settlement.dayIndex, dayIndex));
  const transactions = settled?.transactions ?? [];
  const received = transactions
    .map(({ txHash, receivedLovelace }) => ({ txHash, lovelace: BigInt(receivedLovelace ?? 0) }))
    .filter(({ lovelace }) => lovelace > 0n)
    .map(({ txHash, lovelace }) => postDeposit(txHash, lovelace));
  const deposits = await newDeposits(tx, finalHeight);
  const postings: LedgerTransaction[] = [...deposits, ...received, postDay(dayIndex, lines)];
  for (const { batchNo, txHash, feeLovelace } of transactions) {
    const fee = BigInt(feeLovelace);
    if (batchNo === 0) {
      postings.push(postFee(txHash, fee));
      continue;
    }
    const outputs = lines
      .filter((line) => line.batchNo === batchNo)
      .map(({ address, paidLovelace }) => ({ address, lovelace: paidLovelace }));
    postings.push(postPayment({ dayIndex, batchIndex: batchNo - 1, txHash, outputs, feeLovelace: fee }));
  }
  for (const posting of postings) await enter(tx, posting);
}

/** Writes one ledger transaction. The domain checks that it sums to zero and overdraws no account. */
export async function enter(tx: Transaction, posting: LedgerTransaction): Promise<void> {
  if (posting.entries.length === 0) return;
  const accounts = [...new Set(posting.entries.map((entry) => entry.account))];
  await tx
    .insert(ledgerAccount)
    .values(accounts.map((account) => ({ account })))
    .onConflictDoNothing();
  const held = await tx.select().from(ledgerAccount).where(inArray(ledgerAccount.account, accounts)).for("update");
  const before = new Map(held.map((row) => [row.account, row.balanceLovelace]));
  const after = postTransaction(before, posting);
  await tx.insert(ledgerEntry).values(posting.entries.map((entry) => ({ reference: posting.reference, ...entry })));
  for (const account of accounts) {
    await tx
      .update(ledgerAccount)
      .set({ balanceLovelace: after.get(account) ?? 0n })
      .where(sql`${ledgerAccount.account} = ${account}`);
  }
}
