import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { asTable, inParts } from "@/db/rows";
import { batch, ledgerAccount, settlement } from "@/db/schema";
import { ACCOUNTS, type Balances, type LedgerTransaction, postTransaction } from "@/server/domain/ledger/ledger";
import { postDay, postDeposit, postFee, postPayment } from "@/server/domain/ledger/post";
import type { DayIndex, Height, Lovelace } from "@/server/domain/units";
import { closedDaysAfter } from "../day/closed-days-after";
import { newActs } from "./internal/post-acts";
import { newDeposits } from "./internal/post-deposits";
import { type LinesOf, type SummedBatch, sumLines } from "./internal/sum-lines";

/** What a day takes from the pool, and pays by batch number: its lines added up, and found to be consistent. */
export type DaySums = {
  readonly dayIndex: DayIndex;
  readonly batches: readonly SummedBatch[];
  readonly awardedLovelace: Lovelace;
};

/**
 * Adds a day's lines up for the books. It takes a second for a million lines, which do not change any more: call it
 * before anything is locked. Throws InvariantError if the lines of a batch are not what was committed, if anything else
 * is paid, or if an address does not open with what the day before carried.
 */
export async function readDaySums(db: Database | Transaction, of: LinesOf): Promise<DaySums> {
  const batches = await db.select().from(batch).where(eq(batch.dayIndex, of.dayIndex));
  return sumDay(db, of, batches);
}

/** The same of lines and batches that a day is about to be given. */
export async function sumDay(
  db: Database | Transaction,
  of: LinesOf,
  batches: readonly SummedBatch[],
): Promise<DaySums> {
  return { dayIndex: of.dayIndex, batches, awardedLovelace: await sumLines(db, of, batches) };
}

/**
 * Posts a final day to the books: what came into the pool until then, what other acts cost and withdrew, what was
 * awarded, what each batch paid, what the network took. Runs in the transaction that makes the day FINAL or CLOSED, so
 * that it happens once. `finalHeight`: a block that no rollback can reach.
 */
export async function postFinalDay(tx: Transaction, sums: DaySums, finalHeight: Height): Promise<void> {
  const { dayIndex, batches, awardedLovelace } = sums;
  const [settled] = await tx.select().from(settlement).where(eq(settlement.dayIndex, dayIndex));
  const transactions = settled?.transactions ?? [];
  const received = transactions
    .map(({ txHash, receivedLovelace }) => ({ txHash, lovelace: BigInt(receivedLovelace ?? 0) }))
    .filter(({ lovelace }) => lovelace > 0n)
    .map(({ txHash, lovelace }) => postDeposit(txHash, lovelace));
  const paidBy = new Map(batches.map(({ batchNo, lovelace }) => [batchNo, lovelace]));
  const spent = transactions.map(({ batchNo, txHash, feeLovelace: fee }) => {
    const feeLovelace = BigInt(fee);
    if (batchNo === 0) return postFee(txHash, feeLovelace);
    const paidLovelace = paidBy.get(batchNo) ?? 0n;
    return postPayment({ dayIndex, batchIndex: batchNo - 1, txHash, paidLovelace, feeLovelace });
  });
  const others = [...(await newDeposits(tx, finalHeight)), ...(await newActs(tx, finalHeight))];
  await enter(tx, [...others, ...received, postDay(dayIndex, awardedLovelace), ...spent]);
}

/**
 * Posts the CLOSED days that follow one which has just ended, up to the first that is not CLOSED. Nothing before them
 * can change any more, so they have ended too.
 */
export async function postClosedAfter(tx: Transaction, dayIndex: DayIndex, finalHeight: Height): Promise<void> {
  for await (const next of closedDaysAfter(tx, dayIndex)) {
    await postFinalDay(tx, await readDaySums(tx, next), finalHeight);
  }
}

/** Writes ledger transactions in their order. Each sums to zero, and no more is paid than owed (postTransaction). */
async function enter(tx: Transaction, postings: readonly LedgerTransaction[]): Promise<void> {
  await tx
    .insert(ledgerAccount)
    .values(ACCOUNTS.map((account) => ({ account })))
    .onConflictDoNothing();
  const held = await tx.select().from(ledgerAccount).for("update");
  const before: Balances = new Map(held.map((row) => [row.account, row.balanceLovelace]));
  const after = postings.reduce(postTransaction, before);
  const rows = postings.flatMap(({ reference, entries }) => entries.map((entry) => ({ reference, ...entry })));
  for (const part of inParts(rows)) {
    const table = asTable(part, {
      reference: ["text", ({ reference }) => reference],
      kind: ["text", ({ kind }) => kind],
      account: ["text", ({ account }) => account],
      lovelace: ["bigint", ({ lovelace }) => lovelace],
    });
    await tx.execute(sql`insert into ledger_entry (reference, kind, account, lovelace) select r.* from ${table}`);
  }
  for (const [account, balanceLovelace] of after) {
    await tx.update(ledgerAccount).set({ balanceLovelace }).where(eq(ledgerAccount.account, account));
  }
}
