import { asc, eq, gte } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day, snapshot } from "@/db/schema";
import type { DayIndex, Height } from "@/server/domain/units";

/** Enough to see how far it reaches. */
const MOST_DAYS = 50;

/** The first days that were read at this height or above. */
export async function daysReadFrom(db: Database | Transaction, from: Height): Promise<DayIndex[]> {
  const rows = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .innerJoin(snapshot, eq(snapshot.id, day.snapshotId))
    .where(gte(snapshot.height, from))
    .orderBy(asc(day.dayIndex))
    .limit(MOST_DAYS);
  return rows.map(({ dayIndex }) => dayIndex);
}
