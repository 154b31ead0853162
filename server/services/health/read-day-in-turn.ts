import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dayTransition } from "@/db/schema";
import { dayEndMs, dayIndexOf } from "@/server/domain/day/calendar";
import { leastSnapshotDepth } from "@/server/domain/day/snapshot-depth";
import { SETTLED_DAY_STATES, UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import type { DayInTurn } from "@/server/domain/monitoring/day-in-turn";
import type { DayIndex, PosixMs } from "@/server/domain/units";
import { timeOfBlock } from "../chain-now";
import { firstUnopened } from "../day/first-unopened";
import { lastBlockBefore } from "../day/last-block";
import type { DayRow } from "../day/move-day";
import { oldestUnfinishedDay } from "../day/oldest-unfinished-day";
import { readTimeline } from "../day/read-timeline";
import type { ClockOfDays } from "./clock-of-days";
import { type Awaited, whoIsAwaited } from "./who-is-awaited";

export type SeenDay = ClockOfDays & {
  readonly day: DayInTurn;
  readonly awaited: Awaited;
  /** Null where the engine has not opened it. */
  readonly row: DayRow | null;
};

/** The oldest day that has ended and is not settled; null if there is none, or no pool. */
export async function readDayInTurn(db: Database, clock: ClockOfDays | null): Promise<SeenDay | null> {
  if (!clock) return null;
  const { reachedMs, nowMs, around } = clock;
  const { pool, operations } = around;
  const { intervalMs, minGapMs, minWindowMs, network } = pool.settings;
  const row = await oldestUnfinishedDay(db);
  const dayIndex = row?.dayIndex ?? (await firstUnopened(db, pool.datum));
  const endMs = dayEndMs(dayIndex, intervalMs);
  if (reachedMs < endMs) return null;
  const settings = { ...operations, intervalMs };
  const named = { dayIndex, deadlineMs: row?.deadlineMs ?? null };
  const times = await readTimeline(db, named, { now: { timeMs: reachedMs }, intervalMs, operations });
  const seen = {
    dayIndex,
    settings,
    minWindowMs,
    state: row?.state ?? null,
    stateSinceMs: row?.stateSinceMs ?? endMs,
    totalLovelace: row?.totalLovelace ?? null,
    turnMs: Math.max(endMs, (await settledMs(db, dayIndex - 1)) ?? endMs),
    readableMs: await readableMs(db, endMs, Math.max(operations.snapshotDepth, leastSnapshotDepth(network))),
    previewUntilMs: times.previewUntilMs,
    approvalDueMs: times.approvalDueMs,
    commitFromMs: pool.datum.lastPayoutMs + minGapMs,
    later: Math.max(0, dayIndexOf(reachedMs, intervalMs) - dayIndex - 1),
  };
  return { day: seen, reachedMs, nowMs, awaited: await whoIsAwaited(db, row, around), row, around };
}

/** When it was settled at last, in chain time; null where it was not, or there is no such day. */
async function settledMs(db: Database, dayIndex: DayIndex): Promise<PosixMs | null> {
  const { fromState, toState, atMs, id } = dayTransition;
  const isSettled = and(inArray(fromState, [...UNSETTLED_DAY_STATES]), inArray(toState, [...SETTLED_DAY_STATES]));
  const [row] = await db
    .select({ atMs })
    .from(dayTransition)
    .where(and(eq(dayTransition.dayIndex, dayIndex), isSettled))
    .orderBy(desc(id))
    .limit(1);
  return row?.atMs ?? null;
}

/** When the day's last block was this deep, by the blocks that we have. */
async function readableMs(db: Database, endMs: PosixMs, depth: number): Promise<PosixMs | null> {
  const { block, isOver } = await lastBlockBefore(db, endMs);
  return block && isOver ? timeOfBlock(db, block.height + depth) : null;
}
