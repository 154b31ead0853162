import { setTimeout as sleep } from "node:timers/promises";
import { asc, desc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, jobRun } from "@/db/schema";
import type { DayState } from "@/server/domain/day/states";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { quoteDayState } from "@/server/words/day-state";
import { sayStopReason } from "@/server/words/stop-reason";
import type { Product } from "./set-up";

const LOOK_EVERY_MS = 250;
const GIVE_UP_MS = 30 * 60_000;
/** A job that fails for this long does not recover. */
const FAILING_MS = 60_000;

export type DayLook = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly stopReason: StopReason | null;
};

/**
 * Waits until a day is in one of the states and reports progress. Throws if the day is frozen, a process of the demo
 * ends, or nothing happens for half an hour.
 */
export async function waitForDay(
  { db, processes }: Pick<Product, "db" | "processes">,
  pick: (days: readonly DayLook[]) => DayLook | undefined,
  states: readonly DayState[],
  onProgress: (text: string) => void,
): Promise<DayLook> {
  let last = "";
  let changedAt = performance.now();
  for (;;) {
    processes.check();
    const rows = await db
      .select({ dayIndex: day.dayIndex, state: day.state, stopReason: day.stopReason })
      .from(day)
      .orderBy(asc(day.dayIndex));
    const found = pick(rows);
    if (found && states.includes(found.state)) return found;
    if (found?.state === "FROZEN")
      throw new Error(`Day ${found.dayIndex} is frozen: ${sayStopReason(found.stopReason)}`);
    const text = found ? `day ${found.dayIndex} is ${quoteDayState(found.state)}` : "waiting for the day to begin";
    if (text !== last) {
      changedAt = performance.now();
      last = text;
      onProgress(text);
    }
    const quietMs = performance.now() - changedAt;
    if (quietMs > FAILING_MS) await throwIfFailing(db, text);
    if (quietMs > GIVE_UP_MS) throw new Error(`${text} for half an hour. ${await lastWords(db)}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function throwIfFailing(db: Database, text: string): Promise<void> {
  const rows = await db
    .select()
    .from(jobRun)
    .orderBy(desc(jobRun.id))
    .limit(2 * JOBS_A_ROUND);
  const failed = rows.find(
    ({ job, result }) => result === "failed" && rows.every((row) => row.job !== job || row.result === "failed"),
  );
  if (failed) throw new Error(`${text}, and the job ${failed.job} keeps failing: ${failed.detail}`);
}

const JOBS_A_ROUND = 5;

async function lastWords(db: Database): Promise<string> {
  const rows = await db.select().from(jobRun).orderBy(desc(jobRun.id)).limit(5);
  return rows.map(({ job, result, detail }) => `${job}: ${result}, ${detail}`).join("; ");
}
