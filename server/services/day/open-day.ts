import type { Transaction } from "@/db/client";
import { day } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";
import { type MoveRecord, recordMove } from "./move-day";

/** Adds a day with its trail. False if there is one already. */
export async function openDay(tx: Transaction, dayIndex: DayIndex, how: MoveRecord): Promise<boolean> {
  const made = await tx
    .insert(day)
    .values({ dayIndex, state: "OPEN", stateSinceMs: how.atMs })
    .onConflictDoNothing()
    .returning({ dayIndex: day.dayIndex });
  if (made.length > 0) await recordMove(tx, { dayIndex, from: null, to: "OPEN" }, how);
  return made.length > 0;
}
