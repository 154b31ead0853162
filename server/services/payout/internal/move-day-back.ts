import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { settlement } from "@/db/schema";
import { COMMITTED_DAY_STATES } from "@/server/domain/day/states";
import { type DayRow, moveDay } from "../../day/move-day";
import type { Lineage } from "../lineage";

type How = Parameters<typeof moveDay>[3];

/** Whether a day is ahead of the chain: its Commit is missing there, or it is PAID and a batch is missing. */
export function isAheadOf(day: DayRow, lineage: Lineage): boolean {
  const { state } = day;
  if (!COMMITTED_DAY_STATES.includes(state)) return false;
  return lineage.commit === null || (state === "PAID" && lineage.paid.size < (day.batches ?? 0));
}

/** Moves the day back to what the lineage shows: APPROVED without its Commit, PAYING without a batch. */
export async function moveDayBack(tx: Transaction, day: DayRow, lineage: Lineage, how: How): Promise<void> {
  if (!isAheadOf(day, lineage)) return;
  const isPaid = day.state === "PAID";
  if (isPaid) {
    await moveDay(tx, day, "loseBatch", how);
    await tx.delete(settlement).where(eq(settlement.dayIndex, day.dayIndex));
  }
  if (lineage.commit === null) {
    await moveDay(tx, isPaid ? { ...day, state: "PAYING" } : day, "loseCommit", how);
  }
}
