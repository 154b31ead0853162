import { and, isNotNull, max, ne } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";

/**
 * The last day whose rules are decided, and those of all before it; null before the first. A stopped day may be read
 * anew, so that it can get other rules.
 */
export async function lastReadDay(db: Database | Transaction): Promise<number | null> {
  const isDecided = and(isNotNull(day.snapshotId), ne(day.state, "FROZEN"));
  const [read] = await db
    .select({ last: max(day.dayIndex) })
    .from(day)
    .where(isDecided);
  return read?.last ?? null;
}
