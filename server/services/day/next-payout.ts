import type { Database } from "@/db/client";
import type { Operations } from "@/server/domain/day/operations";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { DayState } from "@/server/domain/day/states";
import type { Timeline } from "@/server/domain/day/timeline";
import type { DayIndex, Lovelace, PosixMs } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import type { LivePool } from "../pool/load-pool";
import { oldestUnfinishedDay } from "./oldest-unfinished-day";
import { readTimeline } from "./read-timeline";

/** The day that is paid next, and when. Every page takes the answer from here. */
export type NextPayout = {
  readonly dayIndex: DayIndex;
  readonly state: DayState;
  readonly stateSinceMs: PosixMs;
  readonly totalLovelace: Lovelace | null;
  readonly times: Timeline;
  /** Until when a proposed plan can be signed, before it must be proposed again; null if nothing is proposed. */
  readonly signUntilMs: PosixMs | null;
};

/** Null if every day is settled. */
export async function nextPayout(
  db: Database,
  by: { readonly now: ChainNow; readonly pool: Pick<LivePool, "settings">; readonly operations: Operations },
): Promise<NextPayout | null> {
  const oldest = await oldestUnfinishedDay(db);
  if (!oldest) return null;
  const { settings } = by.pool;
  const { dayIndex, state, stateSinceMs, totalLovelace } = oldest;
  const times = await readTimeline(db, oldest, { ...by, intervalMs: settings.intervalMs });
  return { dayIndex, state, stateSinceMs, totalLovelace, times, signUntilMs: signUntilMs(oldest, settings) };
}
