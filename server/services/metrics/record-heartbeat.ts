import { eq, sql } from "drizzle-orm";
import { heartbeat } from "@/db/schema";
import type { Context } from "../context";
import { done, type JobResult } from "../job-result";

/** Marks this minute as one in which the service ran and its database answered. Uptime is computed from these. */
export async function recordHeartbeat(ctx: Context): Promise<JobResult> {
  await ctx.db
    .insert(heartbeat)
    .values({ minute: sql`date_trunc('minute', now())`, isAlive: true })
    .onConflictDoUpdate({ target: heartbeat.minute, set: { isAlive: true }, setWhere: eq(heartbeat.isAlive, false) });
  return done("alive");
}
