import { max } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { snapshot } from "@/db/schema";

/** The last day that was ever read: its rules, and those of days before, are decided. Null before the first. */
export async function lastReadDay(db: Database | Transaction): Promise<number | null> {
  const [read] = await db.select({ last: max(snapshot.dayIndex) }).from(snapshot);
  return read?.last ?? null;
}
