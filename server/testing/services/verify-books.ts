import { asc, eq, inArray } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "@/db/client";
import { attempt, day, ledgerAccount, ledgerEntry, rewardLine, settlement } from "@/db/schema";
import { NO_PLAN } from "@/server/domain/contract/types";
import { ENDED_DAY_STATES } from "@/server/domain/day/states";
import { sum } from "@/server/domain/integers";
import { trialBalance } from "@/server/domain/ledger/ledger";
import { type PoolMove, paidByAddress } from "./pool-moves";
import type { World } from "./world";

/** Of a FINAL day every attempt has come to its end, and at most one of each batch is in the ledger. */
export async function verifyAttempts(world: World, dayIndex: number, batches: number): Promise<void> {
  const rows = await world.ctx.db.select().from(attempt).where(eq(attempt.dayIndex, dayIndex));
  const ended = ["FINAL", "EXPIRED", "ORPHANED", "SUPERSEDED"];
  expect(rows.filter(({ state }) => !ended.includes(state))).toEqual([]);
  for (let batchNo = 0; batchNo <= batches; batchNo++) {
    const kind = batchNo === 0 ? "commit" : "pay";
    const final = rows.filter((row) => row.kind === kind && row.batchNo === batchNo && row.state === "FINAL");
    expect(final.length, `batch ${batchNo}`).toBeLessThanOrEqual(1);
  }
}

/**
 * The books of all days that have ended: they sum to zero, say that each was paid what the chain shows, that the
 * network took the fees and that the pool got the deposits that the chain shows, and that what is owed is what the
 * newest of these days carries or has left unpaid. Whose money it is say the lines of these days, address by address,
 * and they add up to what the books say. Where nothing has moved the pool since, it holds what they say.
 */
export async function verifyBooks(world: World, moves: readonly PoolMove[]): Promise<void> {
  const { db } = world.ctx;
  const accounts = await db.select().from(ledgerAccount);
  const entries = await db.select().from(ledgerEntry);
  const balances = new Map(accounts.map((row) => [row.account, row.balanceLovelace]));
  expect(trialBalance(balances)).toBe(0n);
  for (const [account, balance] of balances) {
    const own = entries.filter((entry) => entry.account === account);
    expect(
      own.reduce((sum, { lovelace }) => sum + lovelace, 0n),
      account,
    ).toBe(balance);
  }

  const days = await db.select().from(day);
  const final = days.filter(({ state }) => state === "FINAL" || state === "CARRIED");
  const plans = new Set(final.map(({ planDigest }) => planDigest));
  // A deposit's fee and change are the depositor's.
  const spends = moves.filter(({ before, redeemer }) => before && redeemer?.kind !== "deposit");
  const ofFinalDays = spends.filter(({ after }) => plans.has(after.datum.plan));
  const paid = [...paidByAddress(ofFinalDays)];
  const lines = await postedLines(db, entries);
  expect([...totalByAddress(lines, ({ paidLovelace }) => paidLovelace)].sort()).toEqual(paid.sort());
  expect(balances.get("paid") ?? 0n).toBe(sum(paid.map(([, lovelace]) => lovelace)));
  // An act from before the first plan, such as a Cancel, is posted with the first day. Who deposits pays the fee.
  const isEarlyAct = (move: PoolMove) => move.before && move.after.datum.plan === NO_PLAN && depositedBy(move) < 0n;
  const earlyActs = final.length === 0 ? [] : moves.filter(isEarlyAct);
  const fees = [...earlyActs, ...ofFinalDays].reduce((sum, { feeLovelace }) => sum + feeLovelace, 0n);
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
    const held = (balances.get("pool") ?? 0n) + (balances.get("owed") ?? 0n);
    expect(held, "what the pool holds").toBe(last.after.lovelace);
  }

  const newest = Math.max(...lines.map(({ dayIndex }) => dayIndex));
  const ofNewest = lines.filter((line) => line.dayIndex === newest);
  const left = totalByAddress(ofNewest, (line) => line.carriedLovelace + line.payoutLovelace - line.paidLovelace);
  const owed = totalByAddress(lines, ({ earnedLovelace, paidLovelace }) => earnedLovelace - paidLovelace);
  expect([...owed].sort()).toEqual([...left].sort());
  expect(balances.get("owed") ?? 0n).toBe(sum(owed.values()));
}

type Line = typeof rewardLine.$inferSelect & { readonly dayIndex: number; readonly paidLovelace: bigint };

/** The lines of the days that are in the books, and of each that it is posted at all. */
async function postedLines(db: Database, entries: readonly (typeof ledgerEntry.$inferSelect)[]): Promise<Line[]> {
  const posted = new Set(entries.map(({ reference }) => reference));
  const days = await db.select().from(day).orderBy(asc(day.dayIndex));
  // A CLOSED day is posted with the one that it stands on.
  const open = days.findIndex(({ state }) => !ENDED_DAY_STATES.includes(state));
  const settled = open < 0 ? days : days.slice(0, open);
  const settlements = await db.select().from(settlement);
  const rows = await db
    .select({ dayIndex: day.dayIndex, line: rewardLine })
    .from(rewardLine)
    .innerJoin(day, eq(day.lineSetId, rewardLine.setId))
    .where(
      inArray(
        day.dayIndex,
        settled.map(({ dayIndex }) => dayIndex),
      ),
    );
  const paidBatches = new Map(
    settlements.map(({ dayIndex, transactions }) => [dayIndex, new Set(transactions.map(({ batchNo }) => batchNo))]),
  );
  const lines = rows.map(({ dayIndex, line }) => {
    const isPaid = line.batchNo !== null && paidBatches.get(dayIndex)?.has(line.batchNo);
    return { ...line, dayIndex, paidLovelace: isPaid ? line.payoutLovelace : 0n };
  });
  for (const { dayIndex } of settled) {
    const earned = sum(lines.filter((line) => line.dayIndex === dayIndex).map((line) => line.earnedLovelace));
    expect(posted.has(`day:${dayIndex}:awarded`), `day ${dayIndex} is posted`).toBe(earned > 0n);
  }
  return lines;
}

/** Without addresses at zero. */
function totalByAddress(lines: readonly Line[], of: (line: Line) => bigint): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const line of lines) totals.set(line.address, (totals.get(line.address) ?? 0n) + of(line));
  return new Map([...totals].filter(([, lovelace]) => lovelace !== 0n));
}

/** Whoever deposits pays the fee; a Commit brings what the governor's reward account held. */
function depositedBy({ redeemer, before, after, withdrawnLovelace }: PoolMove): bigint {
  return redeemer?.kind === "commit" ? withdrawnLovelace : after.lovelace - (before?.lovelace ?? 0n);
}
