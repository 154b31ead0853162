import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { attempt, day, ledgerAccount, ledgerEntry, rewardLine } from "@/db/schema";
import type { Account } from "@/server/domain/ledger/ledger";
import { trialBalance } from "@/server/domain/ledger/statement";
import { type PoolMove, paidByAddress } from "./pool-moves";
import type { World } from "./world";

/** Of a FINAL day every attempt has come to its end, and at most one of each batch is in the ledger. */
export async function verifyAttempts(world: World, dayIndex: number, batches: number): Promise<void> {
  const rows = await world.ctx.db.select().from(attempt).where(eq(attempt.dayIndex, dayIndex));
  const ended = ["FINAL", "EXPIRED", "ORPHANED", "SUPERSEDED"];
  expect(rows.filter(({ state }) => !ended.includes(state))).toEqual([]);
  for (let batchNo = 0; batchNo <= batches; batchNo++) {
    const final = rows.filter((row) => row.batchNo === batchNo && row.state === "FINAL");
    expect(final.length, `batch ${batchNo}`).toBeLessThanOrEqual(1);
  }
}

/**
 * The books of all FINAL and CLOSED days: they sum to zero, say that each was paid what the chain shows, that the
 * network took the fees and that the pool got the deposits that the chain shows, and that what is owed is what the
 * newest of these days carries. Where nothing has moved the pool since, it holds what they say.
 */
export async function verifyBooks(world: World, moves: readonly PoolMove[]): Promise<void> {
  const { db } = world.ctx;
  const accounts = await db.select().from(ledgerAccount);
  const entries = await db.select().from(ledgerEntry);
  const balances = new Map(accounts.map((row) => [row.account as Account, row.balanceLovelace]));
  expect(trialBalance(balances)).toBe(0n);
  for (const [account, balance] of balances) {
    const own = entries.filter((entry) => entry.account === account);
    expect(
      own.reduce((sum, { lovelace }) => sum + lovelace, 0n),
      account,
    ).toBe(balance);
  }

  const days = await db.select().from(day);
  const final = days.filter(({ state }) => state === "FINAL");
  const plans = new Set(final.map(({ planDigest }) => planDigest));
  const ofFinalDays = moves.filter(({ before, after }) => before && plans.has(after.datum.plan));
  const paid = [...paidByAddress(ofFinalDays)].map(([address, lovelace]) => [`paid:${address}`, lovelace]);
  const inBooks = (kind: string) =>
    [...balances].filter(([account, balance]) => account.startsWith(kind) && balance !== 0n).sort();
  expect(inBooks("paid:")).toEqual(paid.sort());
  const fees = ofFinalDays.reduce((sum, { feeLovelace }) => sum + feeLovelace, 0n);
  expect(balances.get("fees") ?? 0n).toBe(fees);

  const deposits = moves.map((move) => ({ ...move, rise: depositedBy(move) })).filter(({ rise }) => rise > 0n);
  const depositsInBooks = entries.filter(({ kind, account }) => kind === "deposited" && account === "pool");
  expect(depositsInBooks.map(({ reference, lovelace }) => [reference, lovelace])).toEqual(
    deposits
      .slice(0, final.length === 0 ? depositsInBooks.length : undefined)
      .map(({ txHash, rise }) => [`tx:${txHash}:deposited`, rise]),
  );
  const last = moves.at(-1);
  if (last && plans.has(last.after.datum.plan)) {
    const owedInBooks = inBooks("owed:").reduce((sum, [, balance]) => sum + BigInt(balance ?? 0n), 0n);
    expect((balances.get("pool") ?? 0n) + owedInBooks, "what the pool holds").toBe(last.after.lovelace);
  }

  const posted = new Set(entries.map(({ reference }) => reference));
  const newest = days
    .filter(({ dayIndex }) => posted.has(`day:${dayIndex}:awarded`))
    .sort((a, b) => b.dayIndex - a.dayIndex)[0];
  const lines = newest ? await db.select().from(rewardLine).where(eq(rewardLine.dayIndex, newest.dayIndex)) : [];
  const owed = lines
    .filter(({ carriedLovelace }) => carriedLovelace > 0n)
    .map(({ address, carriedLovelace }) => [`owed:${address}`, carriedLovelace]);
  expect(inBooks("owed:")).toEqual(owed.sort());
}

/** Whoever deposits pays the fee; a Commit brings what the governor's reward account held. */
function depositedBy({ redeemer, before, after, withdrawnLovelace }: PoolMove): bigint {
  return redeemer?.kind === "commit" ? withdrawnLovelace : after.lovelace - (before?.lovelace ?? 0n);
}
