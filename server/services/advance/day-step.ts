import { desc, lt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import { type DayState, SETTLED_DAY_STATES } from "@/server/domain/day/states";
import type { Rules } from "@/server/domain/rules/rules";
import type { ChainNow } from "../chain-now";
import type { JobResult } from "../context";
import type { DayRow } from "../day/move-day";
import type { PayoutContext } from "../payout/payout-context";
import type { LivePool } from "../pool/load-pool";

/** What every step of a day sees: one look at the chain, the pool and what is in force. */
export type Situation = {
  readonly now: ChainNow;
  readonly pool: LivePool;
  readonly rules: Rules;
  readonly rulesVersion: number;
  readonly operations: Operations;
};

/** One bounded, repeatable step of a day in a given state. */
export type DayStep = (ctx: PayoutContext, day: DayRow, situation: Situation) => Promise<JobResult>;

/** Days whose lines no longer change: what they carry is the next day's opening. */
export function isSettled(state: DayState): boolean {
  return state === "PAID" || SETTLED_DAY_STATES.includes(state);
}

/** The day before, and whether what it leaves owed is certain. */
export async function previousDay(
  db: Database | Transaction,
  dayIndex: number,
): Promise<(DayRow & { readonly settled: boolean }) | null> {
  const [row] = await db.select().from(day).where(lt(day.dayIndex, dayIndex)).orderBy(desc(day.dayIndex)).limit(1);
  return row ? { ...row, settled: isSettled(row.state as DayState) } : null;
}
