import { lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { heartbeat } from "@/db/schema";
import type { PosixMs } from "@/server/domain/units";

/** A day more than uptime looks back. */
const KEPT_DAYS = 91;

/** Removes minutes that no metric looks at. Runs of jobs and the prober's visits are pruned where they are written. */
export async function pruneRecords(db: Database, nowMs: PosixMs): Promise<void> {
  await db.delete(heartbeat).where(lt(heartbeat.minute, new Date(nowMs - KEPT_DAYS * 86_400_000)));
}
