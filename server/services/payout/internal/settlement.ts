import { asc, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { batch, settlement } from "@/db/schema";
import type { SettledTransaction } from "@/server/domain/day/settled-transaction";
import { sum } from "@/server/domain/integers";
import type { Height, Hex, PosixMs } from "@/server/domain/units";
import type { DayRow } from "../../day/move-day";
import { type Cost, costOf } from "../../ledger/transaction-cost";
import { LostRace } from "../../lost-race";
import type { Lineage, Step } from "../lineage";

export type BatchRow = typeof batch.$inferSelect;
type SettledStep = Step & { readonly batchNo: number };
/** By transaction. */
export type Costs = ReadonlyMap<Hex, Cost>;

export function readBatches(db: Database | Transaction, { dayIndex }: Pick<DayRow, "dayIndex">): Promise<BatchRow[]> {
  return db.select().from(batch).where(eq(batch.dayIndex, dayIndex)).orderBy(asc(batch.batchNo));
}

/** Depth of the shallowest batch; null if one is not in the ledger. */
export function depthOf(lineage: Lineage, batches: readonly BatchRow[], height: Height): number | null {
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

/** What these transactions cost. It takes a while for many, and does not change: call it before anything is locked. */
export async function readCosts(db: Database, lineage: Lineage, batches: readonly BatchRow[]): Promise<Costs> {
  const costs = new Map<Hex, Cost>();
  for (const { txHash } of stepsOf(lineage, batches)) costs.set(txHash, await costOf(db, txHash));
  return costs;
}

type Settled = {
  readonly lineage: Lineage;
  readonly batches: readonly BatchRow[];
  readonly costs: Costs;
  /** Chain time. */
  readonly atMs: PosixMs;
};

/** Records how a day ended on chain: its Commit and the batches that were paid, all or some. */
export async function storeSettlement(
  tx: Transaction,
  { dayIndex }: DayRow,
  { lineage, batches, costs, atMs: confirmedAtMs }: Settled,
): Promise<void> {
  const transactions = stepsOf(lineage, batches).map((step): SettledTransaction => {
    const cost = costs.get(step.txHash);
    if (!cost) throw new LostRace(`${step.txHash} came on chain while day ${dayIndex} was being settled`);
    const { feeLovelace, receivedLovelace } = cost;
    return { ...step, feeLovelace: feeLovelace.toString(), receivedLovelace: receivedLovelace.toString() };
  });
  const feeLovelace = sum(transactions.map((step) => BigInt(step.feeLovelace)));
  const paid = batches.filter(({ commitment }) => lineage.paid.has(commitment));
  const paidLovelace = sum(paid.map((row) => row.lovelace));
  const row = { transactions, feeLovelace, paidLovelace, confirmedAtMs };
  await tx
    .insert(settlement)
    .values({ dayIndex, ...row })
    .onConflictDoUpdate({ target: settlement.dayIndex, set: row });
}
