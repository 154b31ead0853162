import { and, lt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { UNENDED_DAY_STATES } from "@/server/domain/day/states";
import type { DayIndex } from "@/server/domain/units";
import { isInStates } from "./in-states";

/**
 * Whether nothing can change any more in the days before. The books are posted in the order of the days, and what a day
 * owes builds on those before it.
 */
export async function haveAllEndedBefore(db: Database | Transaction, dayIndex: DayIndex): Promise<boolean> {
  return (await db.$count(day, and(isInStates(UNENDED_DAY_STATES), lt(day.dayIndex, dayIndex)))) === 0;
}
