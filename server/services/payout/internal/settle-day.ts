import { asc, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { batch, settlement } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { SettledTransaction } from "@/server/domain/day/settled-transaction";
import { SIGNED_DAY_STATES } from "@/server/domain/day/states";
import { sum } from "@/server/domain/integers";
import type { Hex } from "@/server/domain/units";
import { isBehind } from "../../chain-now";
import { type DayRow, moveDay } from "../../day/move-day";
import { holdScan } from "../../hold-chain";
import { type DaySums, postFinalDay, readDaySums } from "../../ledger/post-day";
import { LostRace } from "../../lost-race";
import { type Lineage, readLineage, type Step } from "../lineage";
import type { PayoutContext } from "../payout-context";
import type { Look } from "./confirm-attempt";
import { isAheadOf, moveDayBack } from "./move-day-back";
import { type Cost, costOf } from "./transaction-cost";

type BatchRow = typeof batch.$inferSelect;
type SettledStep = Step & { readonly batchNo: number };
type Costs = ReadonlyMap<Hex, Cost>;

/**
 * Moves a day by the pool's lineage, whatever its transactions: APPROVED -> COMMITTED when the plan is on chain, PAYING
 * -> PAID when every batch is confirmed, PAID -> FINAL when none can be rolled back; and back if the day is ahead of
 * the chain. True if it moved.
 */
export async function settleDay(ctx: PayoutContext, day: DayRow, look: Look): Promise<boolean> {
  if (!SIGNED_DAY_STATES.includes(day.state)) return false;
  const prepared = await prepare(ctx, day, look);
  return withTransaction(ctx.db, async (tx) => {
    // Locks the scan until the day has moved: a rollback is either seen here, or comes later and sees the moved day.
    const now = await holdScan(tx);
    return settle(tx, day, { ...look, now }, prepared);
  });
}

async function settle(tx: Transaction, day: DayRow, look: Look, { costs, sums }: Prepared): Promise<boolean> {
  const lineage = await readLineage(tx, day.planDigest ?? "");
  const { now, operations, finalDepth } = look;
  const how = { actor: "job:confirm", atMs: now.timeMs } as const;
  const { state } = day;
  // A rollback took the Commit or a batch while the day was stopped, and it was released to its earlier state.
  if (isAheadOf(day, lineage)) {
    if (isBehind(now)) return false;
    const detail = "the chain holds less than when the day was stopped";
    await moveDayBack(tx, day, lineage, { ...how, detail });
    return true;
  }
  if (!lineage.commit) return false;
  const { commit } = lineage;
  if (state === "PROPOSED") {
    const detail = `its Commit ${commit.txHash} is on chain: the contract has counted the approvals`;
    await moveDay(tx, day, "approve", { ...how, detail });
    return true;
  }
  if (state === "APPROVED") {
    await moveDay(tx, day, "commit", { ...how, detail: `${commit.txHash} in block ${commit.height}` });
    return true;
  }
  if (lineage.endedWithLeft && (state === "COMMITTED" || state === "PAYING")) {
    const detail = `the plan was ended with ${lineage.endedWithLeft} left`;
    await moveDay(tx, day, "endUnpaid", { ...how, detail });
    return true;
  }
  const batches = await readBatches(tx, day);
  const depth = depthOf(lineage, batches, now.height);
  if (depth === null) return false;
  const detail = `every batch is at least ${depth} deep`;
  if (state === "COMMITTED") {
    await moveDay(tx, day, "startPaying", { ...how, detail: "its batches are already on chain" });
    return true;
  }
  if (state === "PAYING" && depth >= operations.confirmDepth) {
    await moveDay(tx, day, "pay", { ...how, detail });
    await storeSettlement(tx, day, { steps: stepsOf(lineage, batches), batches, costs }, now.timeMs);
    return true;
  }
  if (state === "PAID" && depth >= finalDepth && sums) {
    await moveDay(tx, day, "finish", { ...how, detail });
    await postFinalDay(tx, sums, now.height - finalDepth);
    return true;
  }
  return false;
}

function readBatches(db: Database | Transaction, day: DayRow): Promise<BatchRow[]> {
  return db.select().from(batch).where(eq(batch.dayIndex, day.dayIndex)).orderBy(asc(batch.batchNo));
}

/** Depth of the shallowest batch; null if one is not in the ledger. */
function depthOf(lineage: Lineage, batches: readonly BatchRow[], height: number): number | null {
  const heights = batches.map(({ commitment }) => lineage.paid.get(commitment)?.height);
  if (batches.length === 0 || heights.some((paidAt) => paidAt === undefined)) return null;
  return height - Math.max(...heights.map((paidAt) => paidAt ?? 0));
}

/** The Commit and the batches of a plan, in order, as far as they are on chain. */
function stepsOf(lineage: Lineage, batches: readonly BatchRow[]): SettledStep[] {
  return [
    ...(lineage.commit ? [{ batchNo: 0, ...lineage.commit }] : []),
    ...batches.flatMap(({ batchNo, commitment }) => {
      const step = lineage.paid.get(commitment);
      return step ? [{ batchNo, ...step }] : [];
    }),
  ];
}

/** What takes long for a large day, read before anything is held; null until the day may move by it. */
type Prepared = { readonly costs: Costs | null; readonly sums: DaySums | null };
const NOT_YET: Prepared = { costs: null, sums: null };

/** A PAYING day's costs, which do not change; a PAID day's lines added up, which do not change any more. */
async function prepare({ db }: PayoutContext, day: DayRow, look: Look): Promise<Prepared> {
  const { operations, finalDepth, now } = look;
  if (day.state !== "PAYING" && day.state !== "PAID") return NOT_YET;
  const enough = day.state === "PAYING" ? operations.confirmDepth : finalDepth;
  const [lineage, batches] = await Promise.all([readLineage(db, day.planDigest ?? ""), readBatches(db, day)]);
  const depth = depthOf(lineage, batches, now.height);
  if (depth === null || depth < enough) return NOT_YET;
  if (day.state === "PAID") return { costs: null, sums: await readDaySums(db, day) };
  const costs = new Map<Hex, Cost>();
  for (const { txHash } of stepsOf(lineage, batches)) costs.set(txHash, await costOf({ db }, txHash));
  return { costs, sums: null };
}

type Settled = {
  readonly steps: readonly SettledStep[];
  readonly batches: readonly BatchRow[];
  readonly costs: Costs | null;
};

async function storeSettlement(
  tx: Transaction,
  day: DayRow,
  { steps, batches, costs }: Settled,
  confirmedAtMs: number,
): Promise<void> {
  const transactions = steps.map((step): SettledTransaction => {
    const cost = costs?.get(step.txHash);
    if (!cost) throw new LostRace(`${step.txHash} came on chain while day ${day.dayIndex} was being settled`);
    const { feeLovelace, receivedLovelace } = cost;
    return {
      ...step,
      feeLovelace: feeLovelace.toString(),
      receivedLovelace: receivedLovelace.toString(),
    };
  });
  const feeLovelace = sum(transactions.map((step) => BigInt(step.feeLovelace)));
  const paidLovelace = sum(batches.map((row) => row.lovelace));
  const row = { transactions, feeLovelace, paidLovelace, confirmedAtMs };
  await tx
    .insert(settlement)
    .values({ dayIndex: day.dayIndex, ...row })
    .onConflictDoUpdate({ target: settlement.dayIndex, set: row });
}
