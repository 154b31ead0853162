import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { batch, chainTransaction, settlement } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { sum } from "@/server/domain/bytes";
import { fromStoredTransaction, type StoredTransaction } from "@/server/domain/chain-json";
import type { DayState } from "@/server/domain/day/states";
import { isBehind } from "../chain-now";
import { type DayRow, moveDay } from "../day/move-day";
import { postFinalDay } from "../ledger/post-day";
import type { Look } from "./confirm-attempt";
import { type Lineage, readLineage } from "./lineage";
import { isAheadOf, moveDayBack } from "./move-day-back";
import type { PayoutContext } from "./payout-context";
import type { SettledTransaction } from "./settled-transaction";

type BatchRow = typeof batch.$inferSelect;

/**
 * Moves a day by the pool's lineage, whatever the transactions are called: APPROVED -> COMMITTED when the plan is
 * on chain, PAYING -> PAID when every batch is confirmed, PAID -> FINAL when none can be rolled back; and back when
 * the chain has less than the day says. True when it moved.
 */
export async function settleDay(ctx: PayoutContext, day: DayRow, look: Look): Promise<boolean> {
  const lineage = await readLineage(ctx.db, day.planDigest ?? "");
  const { now, operations, finalDepth } = look;
  const how = { actor: "job:confirm", atMs: now.timeMs } as const;
  const state = day.state as DayState;
  // A day that was stopped while a rollback took its Commit or a batch, and was released to where it had been.
  if (isAheadOf(day, lineage)) {
    if (isBehind(now)) return false;
    const detail = "the chain does not hold all that it was stopped with";
    await move(ctx, (tx) => moveDayBack(tx, day, lineage, { ...how, detail }));
    return true;
  }
  if (!lineage.commit) return false;
  const { commit } = lineage;
  if (state === "PROPOSED") {
    const detail = `its Commit ${commit.txHash} is on chain: the contract has counted the approvals`;
    await move(ctx, (tx) => moveDay(tx, day, "APPROVED", { ...how, detail }));
    return true;
  }
  if (state === "APPROVED") {
    await move(ctx, (tx) =>
      moveDay(tx, day, "COMMITTED", { ...how, detail: `${commit.txHash} in block ${commit.height}` }),
    );
    return true;
  }
  if (lineage.endedWithLeft && (state === "COMMITTED" || state === "PAYING")) {
    await move(ctx, (tx) =>
      moveDay(tx, day, "PART_PAID", {
        ...how,
        detail: `the plan was ended with ${lineage.endedWithLeft} left`,
      }),
    );
    return true;
  }
  const batches = await ctx.db.select().from(batch).where(eq(batch.dayIndex, day.dayIndex));
  const depth = depthOf(lineage, batches, now.height);
  if (depth === null) return false;
  if (state === "COMMITTED") {
    await move(ctx, (tx) =>
      moveDay(tx, day, "PAYING", { ...how, detail: "its batches are already on chain" }),
    );
    return true;
  }
  if (state === "PAYING" && depth >= operations.confirmDepth) {
    await move(ctx, async (tx) => {
      await moveDay(tx, day, "PAID", { ...how, detail: `every batch is at least ${depth} deep` });
      await storeSettlement(tx, day, lineage, batches, now.timeMs);
    });
    return true;
  }
  if (state === "PAID" && depth >= finalDepth) {
    await move(ctx, async (tx) => {
      await moveDay(tx, day, "FINAL", { ...how, detail: `every batch is at least ${depth} deep` });
      await postFinalDay(tx, day.dayIndex, now.height - finalDepth);
    });
    return true;
  }
  return false;
}

function move(ctx: PayoutContext, write: (tx: Transaction) => Promise<void>): Promise<void> {
  return withTransaction(ctx.db, write);
}

/** Depth of the shallowest batch; null while one is not in the ledger. */
function depthOf(lineage: Lineage, batches: readonly BatchRow[], height: number): number | null {
  const heights = batches.map(({ commitment }) => lineage.paid.get(commitment)?.height);
  if (batches.length === 0 || heights.some((paidAt) => paidAt === undefined)) return null;
  return height - Math.max(...heights.map((paidAt) => paidAt ?? 0));
}

async function storeSettlement(
  tx: Transaction,
  day: DayRow,
  lineage: Lineage,
  batches: readonly BatchRow[],
  confirmedAtMs: number,
): Promise<void> {
  const steps = [
    ...(lineage.commit ? [{ batchNo: 0, ...lineage.commit }] : []),
    ...batches.flatMap(({ batchNo, commitment }) => {
      const step = lineage.paid.get(commitment);
      return step ? [{ batchNo, ...step }] : [];
    }),
  ].sort((a, b) => a.batchNo - b.batchNo);
  const transactions: SettledTransaction[] = [];
  for (const step of steps) {
    transactions.push({ ...step, feeLovelace: (await feeOf(tx, step.txHash)).toString() });
  }
  const feeLovelace = transactions.reduce((sum, step) => sum + BigInt(step.feeLovelace), 0n);
  const paidLovelace = batches.reduce((sum, row) => sum + row.lovelace, 0n);
  const row = { transactions, feeLovelace, paidLovelace, confirmedAtMs };
  await tx
    .insert(settlement)
    .values({ dayIndex: day.dayIndex, ...row })
    .onConflictDoUpdate({ target: settlement.dayIndex, set: row });
}

/** From the chain, not from what we built: a spend of the pool loses its fee and nothing else, whoever sent it. */
async function feeOf(tx: Transaction, txHash: string): Promise<bigint> {
  const [row] = await tx.select().from(chainTransaction).where(eq(chainTransaction.hash, txHash));
  if (!row) throw new Error(`transaction ${txHash} moved the pool, but it is not among those that we hold`);
  const { inputs, outputs } = fromStoredTransaction(row.body as StoredTransaction);
  return sum(inputs.map(({ lovelace }) => lovelace)) - sum(outputs.map(({ lovelace }) => lovelace));
}
