import { and, asc, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { batch, day, rewardLine } from "@/db/schema";
import { UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import { sum } from "@/server/domain/integers";
import type { DayIndex, Lovelace } from "@/server/domain/units";
import { isInStates } from "../../day/in-states";
import { ofDay } from "../../lines-of-day";
import { readLineage } from "../../payout/lineage";

type Db = Database | Transaction;

/** Days that have ended and are not calculated yet. */
export type UncalculatedDays = { readonly days: number; readonly firstDay: DayIndex; readonly lastDay: DayIndex };

/** What earlier days have still to do before the running one is calculated. */
export type EarlierDays = {
  /** The newest day that has its lines: they list what is still owed. Null if none has. */
  readonly calculatedDay: DayIndex | null;
  /** They come first, and settle what is owed. */
  readonly uncalculated: UncalculatedDays | null;
  /** Those of calculated days that will still take something out of the pool. */
  readonly plans: readonly DayPlan[];
};

/** A day's lines; its plan, and what that pays, once there is one. */
export type DayPlan = Pick<typeof day.$inferSelect, "dayIndex" | "lineSetId" | "planDigest" | "totalLovelace">;

/** Cheap: asked for with each request. */
export async function readEarlierDays(db: Db, today: DayIndex): Promise<EarlierDays> {
  const [calculated] = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(and(lt(day.dayIndex, today), isNotNull(day.lineSetId)))
    .orderBy(desc(day.dayIndex))
    .limit(1);
  const unsettled = await db
    .select({
      dayIndex: day.dayIndex,
      lineSetId: day.lineSetId,
      planDigest: day.planDigest,
      totalLovelace: day.totalLovelace,
    })
    .from(day)
    .where(and(isInStates(UNSETTLED_DAY_STATES), lt(day.dayIndex, today)))
    .orderBy(asc(day.dayIndex));
  const unread = unsettled.filter(({ lineSetId }) => lineSetId === null).map(({ dayIndex }) => dayIndex);
  const [firstDay, lastDay] = [unread[0], unread.at(-1)];
  return {
    calculatedDay: calculated?.dayIndex ?? null,
    uncalculated: firstDay === undefined || lastDay === undefined ? null : { days: unread.length, firstDay, lastDay },
    plans: unsettled.filter(({ lineSetId }) => lineSetId !== null),
  };
}

/** What they pay less what the chain shows as paid. */
export async function unpaidBy(db: Db, plans: readonly DayPlan[]): Promise<Lovelace> {
  let unpaid = 0n;
  for (const plan of plans) unpaid += await unpaidOf(db, plan);
  return unpaid;
}

async function unpaidOf(db: Db, { dayIndex, planDigest, totalLovelace }: DayPlan): Promise<Lovelace> {
  const total = totalLovelace ?? (await payoutOf(db, dayIndex));
  if (planDigest === null) return total;
  const [{ paid }, batches] = [
    await readLineage(db, planDigest),
    await db.select().from(batch).where(eq(batch.dayIndex, dayIndex)),
  ];
  return total - sum(batches.filter(({ commitment }) => paid.has(commitment)).map(({ lovelace }) => lovelace));
}

/** Of a day that is calculated and has no plan yet: a matter of seconds. */
async function payoutOf(db: Db, dayIndex: DayIndex): Promise<Lovelace> {
  const [row] = await db
    .select({ lovelace: sql<bigint>`coalesce(sum(${rewardLine.payoutLovelace}), 0)`.mapWith(BigInt) })
    .from(rewardLine)
    .where(ofDay(dayIndex));
  return row?.lovelace ?? 0n;
}
