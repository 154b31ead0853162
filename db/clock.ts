import { sql } from "drizzle-orm";
import type { Database } from "./client";

/** By how much the database's clock is ahead of this machine's; `withinMs`: as long as the question took. */
export type ClockDifference = { readonly aheadMs: number; readonly withinMs: number };

/** Two clocks are compared here, so that both are read, and no time that a caller gives. */
export async function compareClocks(db: Database): Promise<ClockDifference> {
  const askedMs = Date.now();
  const [row] = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  const withinMs = Date.now() - askedMs;
  return { aheadMs: Math.round((row?.ms ?? askedMs) - askedMs), withinMs };
}
