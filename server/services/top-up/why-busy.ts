import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { attempt, topUp } from "@/db/schema";
import { PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import type { Operations } from "@/server/domain/day/operations";
import { type ChainNow, chainNow } from "../chain-now";
import { actsToSend } from "../pool/acts-to-send";
import type { LivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";

/**
 * Why no deposit may be built or sent now, in words; null if the pool is free. A deposit spends the pool's one output:
 * it would void what was built on it, and nothing comes before payouts.
 */
export async function whyBusy(
  db: Database | Transaction,
  pool: Pick<LivePool, "datum" | "output">,
  now: ChainNow,
  operations: Operations,
): Promise<string | null> {
  const { datum } = pool;
  if (datum.status.kind === "paying") return `The pool pays day ${datum.lastDay}.`;
  const [payout] = await db
    .select({ dayIndex: attempt.dayIndex })
    .from(attempt)
    .where(inArray(attempt.state, [...PENDING_ATTEMPT_STATES]))
    .limit(1);
  if (payout) return `A transaction of day ${payout.dayIndex} is on its way.`;
  if ((await actsToSend(db, pool)).length > 0) return "An act is on its way.";
  return (await depositOnItsWay(db, pool, now, operations)) ? "Another deposit is on its way." : null;
}

/** The same by what our own scan has seen until now; null before it has seen anything. */
export async function whyBusyNow(
  db: Database | Transaction,
  pool: Pick<LivePool, "datum" | "output">,
): Promise<string | null> {
  const now = await chainNow(db);
  return now && whyBusy(db, pool, now, await operationsInForce(db));
}

/**
 * The deposit on the pool as it stands that was sent a moment ago, if there is one: a Commit built beside it would only
 * be refused, and then wait until that is proven. It waits no longer than that would take, whatever becomes of it.
 */
export async function depositOnItsWay(
  db: Database | Transaction,
  { output }: Pick<LivePool, "output">,
  { height }: ChainNow,
  { confirmDepth }: Operations,
): Promise<string | null> {
  const { txHash, index } = output.ref;
  const onPool = and(eq(topUp.state, "SENT"), eq(topUp.inputTxHash, txHash), eq(topUp.inputIndex, index));
  const [row] = await db
    .select({ txHash: topUp.txHash, sentHeight: topUp.sentHeight })
    .from(topUp)
    .where(onPool)
    .orderBy(desc(topUp.sentHeight))
    .limit(1);
  return row && height - (row.sentHeight ?? 0) < confirmDepth ? row.txHash : null;
}
