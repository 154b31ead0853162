import { sql } from "drizzle-orm";
import { heartbeat } from "@/db/schema";
import type { Context } from "../context";
import { done, type JobResult } from "../job-result";

/** Marks this minute as one in which the service ran and its database answered. Uptime is computed from these. */
export async function recordHeartbeat(ctx: Context): Promise<JobResult> {
  await ctx.db.insert(heartbeat).values({ minute: sql`date_trunc('minute', now())` }).onConflictDoNothing();
  return done("alive");
}
