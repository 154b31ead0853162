import { lte, max } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { scanRevision } from "@/db/schema";
import type { Height } from "@/server/domain/units";

/*
 * The scan's epoch at a height: a count that rises whenever what was read up to there changes afterwards. The hash of a
 * block does not tell that: a play which was missed is read on the same block.
 */

/** Tells that what was read from this height on has changed. The caller holds the scan for update. */
export async function raiseScanEpoch(tx: Transaction, fromHeight: Height): Promise<void> {
  await tx.insert(scanRevision).values({ fromHeight });
}

/** Zero before anything was changed. */
export async function scanEpochAt(db: Database | Transaction, height: Height): Promise<number> {
  const { epoch, fromHeight } = scanRevision;
  const [row] = await db
    .select({ epoch: max(epoch) })
    .from(scanRevision)
    .where(lte(fromHeight, height));
  return row?.epoch ?? 0;
}

/** The newest change, at whatever height; 0 before any. */
export async function newestEpoch(db: Database | Transaction): Promise<number> {
  const [row] = await db.select({ epoch: max(scanRevision.epoch) }).from(scanRevision);
  return row?.epoch ?? 0;
}
