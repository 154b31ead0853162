import { lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { heartbeat, probe } from "@/db/schema";
import { isGoodVisit, type Visit } from "@/server/domain/metrics/visit";

/** What uptime needs is in the minutes; rows of doors are kept to look at. */
const KEPT_MS = 14 * 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** Keeps what a visit saw, and counts it in its minute. */
export async function storeVisit(db: Database, visit: Visit): Promise<void> {
  const { instance, atMs, doors } = visit;
  const failed = isGoodVisit(visit) ? 0 : 1;
  const at = new Date(atMs);
  await db.transaction(async (tx) => {
    await tx.insert(probe).values(doors.map((seen) => ({ ...seen, instance, at })));
    await tx
      .insert(heartbeat)
      .values({ minute: new Date(Math.floor(atMs / MINUTE_MS) * MINUTE_MS), visits: 1, failedVisits: failed })
      .onConflictDoUpdate({
        target: heartbeat.minute,
        set: {
          visits: sql`${heartbeat.visits} + 1`,
          failedVisits: sql`${heartbeat.failedVisits} + ${failed}`,
        },
      });
    await tx.delete(probe).where(lt(probe.at, new Date(atMs - KEPT_MS)));
  });
}
