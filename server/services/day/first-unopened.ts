import { desc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { DayIndex } from "@/server/domain/units";

/** The day that the engine opens next: the one after the newest, or the first that the pool may pay. */
export async function firstUnopened(db: Database, { lastDay }: Pick<PoolDatum, "lastDay">): Promise<DayIndex> {
  const [newest] = await db.select({ dayIndex: day.dayIndex }).from(day).orderBy(desc(day.dayIndex)).limit(1);
  return (newest?.dayIndex ?? lastDay) + 1;
}
