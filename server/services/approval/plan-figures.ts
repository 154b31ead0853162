import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempt, batch, day, report } from "@/db/schema";
import type { AttemptKind, AttemptState } from "@/server/domain/day/attempt-states";
import { PAID_DAY_STATES } from "@/server/domain/day/states";
import { readFacts } from "@/server/domain/report/facts";
import type { Lovelace } from "@/server/domain/units";

/** The totals of a day's report that people compare from day to day. */
export type PlanFigures = {
  readonly dayIndex: number;
  /** opening + pot = payout + carried + undistributed. */
  readonly openingLovelace: Lovelace;
  readonly potLovelace: Lovelace;
  readonly payoutLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
  /** Shared out to nobody: it stays in the pool. */
  readonly undistributedLovelace: Lovelace;
  readonly recipients: number;
  readonly participants: number;
  readonly eligibleIdentities: number;
};

/** Null before there is a report. */
export async function planFigures(db: Database, dayIndex: number): Promise<PlanFigures | null> {
  const [row] = await db
    .select({ facts: report.facts })
    .from(report)
    .innerJoin(day, eq(day.reportHash, report.hash))
    .where(eq(day.dayIndex, dayIndex));
  return row ? { ...readFacts(row.facts).totals, dayIndex } : null;
}

/** The figures of the newest paid day before this one; null if there is none. */
export async function figuresBefore(db: Database, dayIndex: number): Promise<PlanFigures | null> {
  const [row] = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(and(lt(day.dayIndex, dayIndex), inArray(day.state, [...PAID_DAY_STATES])))
    .orderBy(desc(day.dayIndex))
    .limit(1);
  return row ? planFigures(db, row.dayIndex) : null;
}

export type AttemptView = {
  readonly kind: AttemptKind;
  /** Of a payment; 0 for all others. */
  readonly batchNo: number;
  readonly state: AttemptState;
  readonly txHash: string;
  readonly feeLovelace: Lovelace;
  readonly ledgerHeight: number | null;
  readonly lastOutcome: string | null;
};

export type BatchView = {
  readonly batchNo: number;
  readonly lovelace: Lovelace;
  readonly outputs: number;
  readonly commitment: string;
};

/** The batches of a day's plan, and every transaction that was built for it. */
export async function batchesOf(
  db: Database,
  dayIndex: number,
): Promise<{ readonly batches: readonly BatchView[]; readonly attempts: readonly AttemptView[] }> {
  const batches = await db.select().from(batch).where(eq(batch.dayIndex, dayIndex)).orderBy(asc(batch.batchNo));
  const attempts = await db
    .select()
    .from(attempt)
    .where(eq(attempt.dayIndex, dayIndex))
    .orderBy(asc(attempt.batchNo), asc(attempt.writtenAt));
  return { batches, attempts };
}
