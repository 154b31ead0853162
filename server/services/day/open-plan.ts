import { and, eq, gte } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { batch, day, rewardLine } from "@/db/schema";
import { sum } from "@/server/domain/integers";
import type { OpeningBalance } from "@/server/domain/rewards/snapshot";
import type { DayIndex, Hex } from "@/server/domain/units";
import type { LivePool } from "../pool/load-pool";

type Db = Database | Transaction;

/** A plan that has ended with batches unpaid, and what of it is left: the commitment of the first of them. */
export type OpenPlan = { readonly plan: Hex; readonly left: Hex };

/** The pool's last plan, if it is open: nothing has taken over what it left, and nothing else can pay it. */
export function openPlanOf({ datum }: Pick<LivePool, "datum">): OpenPlan | null {
  const { plan, status } = datum;
  return status.kind === "idle" && status.left !== "" ? { plan, left: status.left } : null;
}

export function isSameOpen(a: OpenPlan | null, b: OpenPlan | null): boolean {
  return a?.plan === b?.plan && a?.left === b?.left;
}

export type OpenBatches = {
  readonly dayIndex: DayIndex;
  readonly reportHash: Hex;
  readonly lineSetId: number;
  /** This batch and all after it are unpaid. */
  readonly fromBatch: number;
};

/** The unpaid batches of an open plan. Throws if our batches are not those that the chain names. */
export async function findOpenBatches(db: Db, { plan, left }: OpenPlan): Promise<OpenBatches> {
  const [row] = await db
    .select({
      dayIndex: day.dayIndex,
      reportHash: day.reportHash,
      lineSetId: day.lineSetId,
      fromBatch: batch.batchNo,
    })
    .from(day)
    .innerJoin(batch, and(eq(batch.dayIndex, day.dayIndex), eq(batch.commitment, left)))
    .where(eq(day.planDigest, plan));
  if (!row || row.reportHash === null || row.lineSetId === null) {
    throw new Error(`plan ${plan} has ended with ${left} left, which is no batch that this database knows`);
  }
  return { ...row, reportHash: row.reportHash, lineSetId: row.lineSetId };
}

/** What an open plan still owes, by address: each is in one batch of it. */
export async function openBalances(db: Db, open: OpenPlan | null): Promise<OpeningBalance[]> {
  if (open === null) return [];
  const { lineSetId, fromBatch } = await findOpenBatches(db, open);
  return db
    .select({ address: rewardLine.address, lovelace: rewardLine.payoutLovelace })
    .from(rewardLine)
    .where(and(eq(rewardLine.setId, lineSetId), gte(rewardLine.batchNo, fromBatch)));
}

/** The day that a pool's open plan is of; null if there is none. */
export async function openPlanDay(db: Db, pool: Pick<LivePool, "datum">): Promise<DayIndex | null> {
  const open = openPlanOf(pool);
  if (open === null) return null;
  const [row] = await db.select({ dayIndex: day.dayIndex }).from(day).where(eq(day.planDigest, open.plan));
  return row?.dayIndex ?? null;
}

/** The open plan as a report states it: how much it owes to how many. */
export async function describeOpen(db: Db, open: OpenPlan | null) {
  if (open === null) return null;
  const { dayIndex, reportHash, fromBatch } = await findOpenBatches(db, open);
  const unpaid = await db
    .select({ lovelace: batch.lovelace, outputs: batch.outputs })
    .from(batch)
    .where(and(eq(batch.dayIndex, dayIndex), gte(batch.batchNo, fromBatch)));
  const outputs = unpaid.reduce((all, row) => all + row.outputs, 0);
  return { dayIndex, report: reportHash, ...open, lovelace: sum(unpaid.map((row) => row.lovelace)), outputs };
}
