import { desc, lt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { SETTLED_DAY_STATES } from "@/server/domain/day/states";
import type { DayRow } from "./move-day";

/** The day before, and whether what it leaves owed is certain. */
export async function previousDay(
  db: Database | Transaction,
  dayIndex: number,
): Promise<(DayRow & { readonly settled: boolean }) | null> {
  const [row] = await db.select().from(day).where(lt(day.dayIndex, dayIndex)).orderBy(desc(day.dayIndex)).limit(1);
  return row ? { ...row, settled: SETTLED_DAY_STATES.includes(row.state) } : null;
}
