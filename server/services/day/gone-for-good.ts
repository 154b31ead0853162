import { and, eq, lte, max } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { batch, day, poolUtxo, signRequest } from "@/db/schema";
import type { SignedState } from "@/server/domain/day/signed-state";
import type { Height, Hex } from "@/server/domain/units";
import { timeOfBlock } from "../chain-now";
import { poolOutputAt } from "../pool/load-pool";

/**
 * Whether what was signed for a state of the pool can never land, whatever a rollback does: by the newest block that
 * none reaches, the pool has a higher nonce, has paid more of the same plan, or is at a later plan; or the plan that
 * the state is of was itself given up.
 */
export async function isGoneForGood(
  db: Database | Transaction,
  signed: SignedState,
  finalHeight: Height,
): Promise<boolean> {
  const final = await poolOutputAt(db, finalHeight);
  if (!final) return false;
  if ((final.nonce ?? 0) > signed.nonce) return true;
  if (final.plan === signed.plan) {
    const [next, signedNext] = [
      await placeOf(db, final.plan, final.commitment),
      await placeOf(db, signed.plan, signed.left),
    ];
    return next > signedNext;
  }
  if (await wasAt(db, signed.plan, finalHeight)) return true;
  return !(await isOnChain(db, signed.plan)) && (await wasGivenUp(db, signed.plan, finalHeight));
}

/** Whether a plan was committed, by our own scan. */
export async function isOnChain(db: Database | Transaction, plan: Hex): Promise<boolean> {
  return (await db.$count(poolUtxo, eq(poolUtxo.plan, plan))) > 0;
}

/** Whether a plan belongs to no day any more, and the last deadline that was asked for it has passed finally. */
async function wasGivenUp(db: Database | Transaction, plan: Hex, finalHeight: Height): Promise<boolean> {
  if ((await db.$count(day, eq(day.planDigest, plan))) > 0) return false;
  const [asked] = await db
    .select({ deadlineMs: max(signRequest.deadlineMs) })
    .from(signRequest)
    .where(eq(signRequest.digest, plan));
  const finalMs = await timeOfBlock(db, finalHeight);
  return finalMs !== null && finalMs > (asked?.deadlineMs ?? 0);
}

async function wasAt(db: Database | Transaction, plan: Hex, height: Height): Promise<boolean> {
  return (await db.$count(poolUtxo, and(eq(poolUtxo.plan, plan), lte(poolUtxo.createdHeight, height)))) > 0;
}

/** The number of the batch that is next; all are paid where nothing is left. */
async function placeOf(db: Database | Transaction, plan: Hex, left: Hex | null): Promise<number> {
  if (!left) return Number.POSITIVE_INFINITY;
  const [row] = await db
    .select({ batchNo: batch.batchNo })
    .from(batch)
    .innerJoin(day, and(eq(day.dayIndex, batch.dayIndex), eq(day.planDigest, plan)))
    .where(eq(batch.commitment, left));
  return row?.batchNo ?? 0;
}
