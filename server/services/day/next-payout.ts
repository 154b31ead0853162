import type { Database } from "@/db/client";
import { type NextMoment, nextMomentOf } from "@/server/domain/day/next-moment";
import type { Operations } from "@/server/domain/day/operations";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { DayState } from "@/server/domain/day/states";
import type { DayIndex, Lovelace, PosixMs } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import type { LivePool } from "../pool/load-pool";
import { type Backlog, readBacklog } from "./backlog";
import { oldestUnfinishedDay } from "./oldest-unfinished-day";
import { readSchedule, type Schedule } from "./read-schedule";

/** The day that is paid next, and what it waits for. Every page takes the answer from here. */
export type NextPayout = {
  readonly dayIndex: DayIndex;
  readonly state: DayState;
  readonly stateSinceMs: PosixMs;
  readonly totalLovelace: Lovelace | null;
  readonly times: Schedule;
  /** Until when a proposed plan can be signed, before it must be proposed again; null if nothing is proposed. */
  readonly signUntilMs: PosixMs | null;
  readonly moment: NextMoment;
  /** The days that have ended and are not paid; null if there is none. */
  readonly backlog: Backlog | null;
};

/** Null if every day is settled. */
export async function nextPayout(
  db: Database,
  by: { readonly now: ChainNow; readonly pool: Pick<LivePool, "settings">; readonly operations: Operations },
): Promise<NextPayout | null> {
  const oldest = await oldestUnfinishedDay(db);
  if (!oldest) return null;
  const { now, operations } = by;
  const { intervalMs, minWindowMs } = by.pool.settings;
  const { dayIndex, state, stateSinceMs, totalLovelace } = oldest;
  const backlog = await readBacklog(db, { timeMs: now.timeMs, intervalMs });
  const times = await readSchedule(db, oldest, { now, operations, intervalMs, backlog });
  const until = signUntilMs(oldest, { minWindowMs });
  const moment = nextMomentOf({ state, times, signUntilMs: until }, now.timeMs);
  return { dayIndex, state, stateSinceMs, totalLovelace, times, signUntilMs: until, moment, backlog };
}
