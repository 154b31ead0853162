import { and, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { attempt, batch, settlement } from "@/db/schema";
import { SENT_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { RECORDED_DAY_STATES } from "@/server/domain/day/states";
import type { Height, Hex } from "@/server/domain/units";
import { type ChainNow, chainNow } from "../chain-now";
import type { DayRow } from "../day/move-day";
import { readLineage } from "../payout/lineage";
import { operationsInForce } from "../settings-in-force";

type Db = Database | Transaction;

/**
 * What is known about a batch's transaction. `waiting`: none that could land exists yet; `carried`: the plan has ended
 * without it, and a later one pays its amounts.
 */
export type Payment = {
  readonly batchNo: number;
  readonly state: "waiting" | "submitted" | "in-ledger" | "confirmed" | "carried";
  readonly txHash: Hex | null;
  readonly height: Height | null;
};

export type DayPayments = {
  /** The transaction that put the plan on chain. */
  readonly commit: { readonly txHash: Hex; readonly height: Height } | null;
  readonly batches: ReadonlyMap<number, Payment>;
};

/** The same of some days, as the chain stands now. None before the first block is read. */
export async function paymentsNow(db: Db, days: readonly Day[]): Promise<Map<number, DayPayments>> {
  const now = await chainNow(db);
  const { confirmDepth } = await operationsInForce(db);
  return now ? readPayments(db, days, { now, confirmDepth }) : new Map();
}

type Look = { readonly now: Pick<ChainNow, "height">; readonly confirmDepth: number };
type Day = Pick<DayRow, "dayIndex" | "state" | "planDigest">;

/**
 * By day: what the chain says about its batches. Paid days are read from their settlement, the others from the pool's
 * own history, never from our attempts; only `submitted` is our own word.
 */
export async function readPayments(db: Db, days: readonly Day[], look: Look): Promise<Map<number, DayPayments>> {
  const settled = days.filter(({ state }) => RECORDED_DAY_STATES.includes(state));
  const moving = days.filter((row) => row.planDigest !== null && !settled.includes(row));
  const payments = await readSettled(db, settled);
  for (const row of moving) payments.set(row.dayIndex, await readMoving(db, row, look));
  return payments;
}

async function readSettled(db: Db, days: readonly Day[]): Promise<Map<number, DayPayments>> {
  const indexes = days.map((row) => row.dayIndex);
  const rows = indexes.length ? await db.select().from(settlement).where(inArray(settlement.dayIndex, indexes)) : [];
  return new Map(
    rows.map((row) => {
      const steps = row.transactions;
      const commit = steps.find(({ batchNo }) => batchNo === 0) ?? null;
      const batches = steps
        .filter(({ batchNo }) => batchNo > 0)
        .map(({ batchNo, txHash, height }): [number, Payment] => [
          batchNo,
          { batchNo, state: "confirmed", txHash, height },
        ]);
      return [
        row.dayIndex,
        { commit: commit && { txHash: commit.txHash, height: commit.height }, batches: new Map(batches) },
      ];
    }),
  );
}

async function readMoving(db: Db, { dayIndex, planDigest }: Day, look: Look): Promise<DayPayments> {
  const lineage = await readLineage(db, planDigest ?? "");
  const batches = await db
    .select({ batchNo: batch.batchNo, commitment: batch.commitment })
    .from(batch)
    .where(eq(batch.dayIndex, dayIndex));
  const sent = await db
    .select({ batchNo: attempt.batchNo, txHash: attempt.txHash })
    .from(attempt)
    .where(
      and(eq(attempt.dayIndex, dayIndex), eq(attempt.kind, "pay"), inArray(attempt.state, [...SENT_ATTEMPT_STATES])),
    );
  const sentHash = new Map(sent.map((row) => [row.batchNo, row.txHash]));
  const payments = batches.map(({ batchNo, commitment }): [number, Payment] => {
    const step = lineage.paid.get(commitment);
    if (step) {
      const deep = look.now.height - step.height >= look.confirmDepth;
      return [batchNo, { batchNo, state: deep ? "confirmed" : "in-ledger", ...step }];
    }
    if (lineage.ended) return [batchNo, { batchNo, state: "carried", txHash: null, height: null }];
    const txHash = sentHash.get(batchNo) ?? null;
    return [batchNo, { batchNo, state: txHash ? "submitted" : "waiting", txHash, height: null }];
  });
  return { commit: lineage.commit, batches: new Map(payments) };
}
