import { asc } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import { isInStates } from "./in-states";
import type { DayRow } from "./move-day";

/** The day that is paid next and that later days wait for; null if every day is settled. */
export async function oldestUnfinishedDay(db: Database | Transaction): Promise<DayRow | null> {
  const [oldest] = await db
    .select()
    .from(day)
    .where(isInStates(UNSETTLED_DAY_STATES))
    .orderBy(asc(day.dayIndex))
    .limit(1);
  return oldest ?? null;
}
