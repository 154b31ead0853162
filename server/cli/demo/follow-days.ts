import { setTimeout as sleep } from "node:timers/promises";
import { asc, desc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, jobRun } from "@/db/schema";
import type { DayState } from "@/server/domain/day/states";
import type { Processes } from "./processes";

const LOOK_EVERY_MS = 250;
const GIVE_UP_MS = 30 * 60_000;

export type DayLook = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly frozenReason: string | null;
};

/**
 * Waits until a day is in one of the states, telling how far it is. Throws when it stops for people, when a
 * process of the demo dies, or when nothing has happened for half an hour.
 */
export async function waitForDay(
  db: Database,
  processes: Processes,
  pick: (days: readonly DayLook[]) => DayLook | undefined,
  states: readonly DayState[],
  onProgress: (text: string) => void,
): Promise<DayLook> {
  let last = "";
  let changedAt = performance.now();
  for (;;) {
    processes.check();
    const rows = await db
      .select({ dayIndex: day.dayIndex, state: day.state, frozenReason: day.frozenReason })
      .from(day)
      .orderBy(asc(day.dayIndex));
    const found = pick(rows.map((row) => ({ ...row, state: row.state as DayState })));
    if (found && states.includes(found.state)) return found;
    if (found?.state === "FROZEN")
      throw new Error(`day ${found.dayIndex} was stopped: ${found.frozenReason}`);
    const text = found ? `day ${found.dayIndex} is ${found.state}` : "waiting for the day to begin";
    if (text !== last) {
      changedAt = performance.now();
      last = text;
      onProgress(text);
    }
    if (performance.now() - changedAt > GIVE_UP_MS)
      throw new Error(`${text} since half an hour. ${await lastWords(db)}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function lastWords(db: Database): Promise<string> {
  const rows = await db.select().from(jobRun).orderBy(desc(jobRun.id)).limit(5);
  return rows.map(({ job, result, detail }) => `${job}: ${result}, ${detail}`).join("; ");
}
