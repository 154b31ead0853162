import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { settlement } from "@/db/schema";
import { COMMITTED_DAY_STATES } from "@/server/domain/day/states";
import { type DayRow, moveDay } from "../../day/move-day";
import type { Lineage } from "../lineage";

type How = Parameters<typeof moveDay>[3];

/**
 * Whether a day is ahead of the chain: its Commit is missing there; it is PAID and a batch is missing; or it is
 * PART_PAID and what ended its plan is missing.
 */
export function isAheadOf(day: DayRow, lineage: Lineage): boolean {
  const { state } = day;
  if (!COMMITTED_DAY_STATES.includes(state)) return false;
  if (lineage.commit === null) return true;
  if (state === "PART_PAID") return lineage.ended === null && lineage.resumed === null;
  return state === "PAID" && lineage.paid.size < (day.batches ?? 0);
}

/** Moves the day back to what the lineage shows: APPROVED without its Commit, PAYING without a batch or its end. */
export async function moveDayBack(tx: Transaction, day: DayRow, lineage: Lineage, how: How): Promise<void> {
  if (!isAheadOf(day, lineage)) return;
  if (lineage.commit === null) {
    await moveDay(tx, day, "loseCommit", how);
  } else {
    await moveDay(tx, day, day.state === "PAID" ? "loseBatch" : "loseEnd", how);
  }
  await tx.delete(settlement).where(eq(settlement.dayIndex, day.dayIndex));
}
