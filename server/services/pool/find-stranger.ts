import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { NO_PLAN } from "@/server/domain/contract/types";
import type { LivePool } from "./load-pool";

/**
 * Why nothing may be built: the pool must be at a plan that we know. Otherwise this database was restored from before
 * that plan, or a key is lost (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 8 and 9).
 */
export async function findStranger(db: Database, pool: LivePool): Promise<string | null> {
  const { plan, lastDay } = pool.datum;
  if (plan === NO_PLAN) return null;
  if ((await db.$count(day, eq(day.planDigest, plan))) > 0) return null;
  return `the pool is at plan ${plan}, of day ${lastDay}, which this database does not know: it was restored from an older backup, or someone else has the operator's key. Payouts stop until people have checked: npm run adopt takes the day from its report`;
}
