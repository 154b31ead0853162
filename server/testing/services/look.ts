import { asc, eq, notInArray } from "drizzle-orm";
import { attempt, day } from "@/db/schema";
import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { DayState } from "@/server/domain/day/states";
import { loadDay } from "@/server/services/day/load-day";
import type { DayRow } from "@/server/services/day/move-day";
import { findSnapshot, type SnapshotRow } from "@/server/services/day/snapshot";
import type { AttemptRow } from "@/server/services/payout/attempts";
import type { World } from "./world";

/* What tests ask of the database. */

export async function stateOf(world: World, dayIndex: number): Promise<DayState | "none"> {
  const [row] = await world.ctx.db.select({ state: day.state }).from(day).where(eq(day.dayIndex, dayIndex));
  return row?.state ?? "none";
}

/** Days that have been begun and neither paid nor stopped. */
export function daysInProgress(world: World): Promise<number> {
  return world.ctx.db.$count(
    day,
    notInArray(day.state, ["OPEN", "PAID", "FINAL", "PART_PAID", "CARRIED", "CLOSED", "FROZEN"]),
  );
}

/** The oldest day that nothing has been done for: a test that shares its world takes this one. */
export async function nextDay(world: World): Promise<number> {
  const [row] = await world.ctx.db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(eq(day.state, "OPEN"))
    .orderBy(asc(day.dayIndex))
    .limit(1);
  return row?.dayIndex ?? world.firstDay;
}

export async function dayOf(world: World, dayIndex: number): Promise<DayRow> {
  return loadDay(world.ctx.db, dayIndex);
}

/** What a day is read from; null while it is not read. */
export async function snapshotOf(world: World, dayIndex: number): Promise<SnapshotRow | null> {
  return findSnapshot(world.ctx.db, await dayOf(world, dayIndex));
}

/** All attempts of a day in the order in which they were made. */
export async function attemptsOf(world: World, dayIndex: number): Promise<AttemptRow[]> {
  return world.ctx.db.select().from(attempt).where(eq(attempt.dayIndex, dayIndex)).orderBy(asc(attempt.writtenAt));
}

/** The newest attempt of a batch and where it is. */
export async function attemptState(world: World, dayIndex: number, batchNo: number): Promise<AttemptState | "none"> {
  const rows = (await attemptsOf(world, dayIndex)).filter((row) => row.batchNo === batchNo);
  return rows.at(-1)?.state ?? "none";
}
