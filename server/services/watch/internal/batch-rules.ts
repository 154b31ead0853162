import { asc, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempt } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import { blocksSince, timeOfBlock } from "../../chain-now";
import type { Evidence, Rule } from "../rule";
import { clockOfLook } from "./clock-of-look";
import { judgeBatches, type OpenAttempt } from "./judge-batches";

export const BATCH_RULES: readonly Rule[] = [{ kinds: ["batch-unconfirmed"], look: lookAtBatches }];

async function lookAtBatches(evidence: Evidence): Promise<readonly Finding[]> {
  const { db } = evidence;
  const clock = await clockOfLook(evidence);
  if (!clock) return [];
  const { now, operations } = clock.around;
  return judgeBatches(await readOpen(db, now.slot), { ...clock, confirmDepth: operations.confirmDepth });
}

/** A few are in flight at once; the oldest are told. */
const MOST_READ = 20;

async function readOpen(db: Database, nowSlot: number): Promise<OpenAttempt[]> {
  const { dayIndex, kind, batchNo, txHash, state, firstBroadcastMs, ledgerHeight, validUntilSlot } = attempt;
  const rows = await db
    .select({ dayIndex, kind, batchNo, txHash, state, firstBroadcastMs, ledgerHeight, validUntilSlot })
    .from(attempt)
    // Written out: so the database sees that the index of the open ones has them.
    .where(sql`${state} in ('BROADCAST', 'IN_LEDGER')`)
    .orderBy(asc(firstBroadcastMs))
    .limit(MOST_READ);
  const open: OpenAttempt[] = [];
  for (const { ledgerHeight: height, validUntilSlot: until, state: now, firstBroadcastMs: sentMs, ...named } of rows) {
    const isInLedger = now === "IN_LEDGER";
    const sinceMs = isInLedger && height !== null ? await timeOfBlock(db, height) : sentMs;
    // Its block is taken back in the same transaction as its state: then it is BROADCAST by the next look.
    if (sinceMs === null) continue;
    open.push({ ...named, sinceMs, isInLedger, blocks: await blocksSince(db, sinceMs), canLand: nowSlot < until });
  }
  return open;
}
