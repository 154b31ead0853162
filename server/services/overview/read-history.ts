import { desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, settlement } from "@/db/schema";
import { type DayState, SETTLED_DAY_STATES, STOPPED_DAY_STATES } from "@/server/domain/day/states";

export type PayoutPoint = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly totalLovelace: bigint;
  readonly confirmedAtMs: number | null;
};

/** What the latest days paid, oldest first. Stopped days are included, so that gaps show. */
export async function payoutHistory(db: Database, days: number): Promise<PayoutPoint[]> {
  const rows = await db
    .select({
      dayIndex: day.dayIndex,
      state: day.state,
      totalLovelace: day.totalLovelace,
      paidLovelace: settlement.paidLovelace,
      confirmedAtMs: settlement.confirmedAtMs,
    })
    .from(day)
    .leftJoin(settlement, eq(settlement.dayIndex, day.dayIndex))
    .where(inArray(day.state, [...SETTLED_DAY_STATES, ...STOPPED_DAY_STATES]))
    .orderBy(desc(day.dayIndex))
    .limit(days);
  return rows
    .map((row) => ({
      dayIndex: row.dayIndex,
      state: row.state,
      totalLovelace: row.paidLovelace ?? 0n,
      confirmedAtMs: row.confirmedAtMs,
    }))
    .reverse();
}
