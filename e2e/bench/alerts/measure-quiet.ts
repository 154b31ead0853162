import { chainRollback, jobRun } from "@/db/schema";
import { storeVisit } from "@/server/services/metrics/probe/store-visit";
import { endNextDay, liveToState } from "@/server/testing/services/steps";
import { say } from "../timed";
import type { Installation } from "./installation";
import { visitOf } from "./keep-well";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** In a quiet month a look each five minutes sees as much as one each eight seconds: what lasts for less is noise. */
const LOOK_EVERY_MINUTES = 5;

export type Quiet = {
  readonly days: number;
  readonly looks: number;
  readonly pages: number;
  readonly messages: number;
};

/**
 * A month in which all goes well, with what a well service has all the time: a visit that fails, a job that fails once
 * because a source did not answer, small forks, a slow answer, and each day a real day that the engine pays. Every
 * alert in it is a false one.
 */
export async function measureQuiet(at: Installation, days: number): Promise<Quiet> {
  const before = at.receiver.messages.length;
  let looks = 0;
  for (let dayNo = 0; dayNo < days; dayNo++) {
    await liveToState(at.world, await endNextDay(at.world), "PAID");
    for (let minute = 0; minute < DAY_MINUTES; minute += LOOK_EVERY_MINUTES) {
      await makeNoise(at, dayNo, minute);
      await at.look(undefined, LOOK_EVERY_MINUTES * MINUTE_MS);
      looks++;
    }
    if (dayNo % 5 === 4) say(`  ${dayNo + 1} days, ${at.receiver.messages.length - before} messages`);
  }
  const told = at.receiver.messages.slice(before);
  for (const { title } of told.slice(0, 20)) say(`  ${title}`);
  return { days, looks, messages: told.length, pages: told.filter(({ priority }) => priority === 1).length };
}

/** At fixed times of the day, so that a run can be repeated. */
async function makeNoise({ db, nowMs }: Installation, dayNo: number, minute: number): Promise<void> {
  const at = new Date(nowMs);
  switch (minute) {
    case 60:
      return storeVisit(db, visitOf(nowMs, { durationMs: 10_000, fault: "no-answer" }));
    case 180:
      await db
        .insert(jobRun)
        .values({ job: "scan", result: "failed", detail: "no answer", startedAt: at, durationMs: 9 });
      return;
    case 300:
      return storeVisit(db, visitOf(nowMs, { durationMs: 1_900, fault: null }));
    case 600:
      await db
        .insert(chainRollback)
        .values({ fromHeight: 1_000 + dayNo, toHeight: 999 + dayNo - (dayNo % 3), writtenAt: at });
      return;
    default:
  }
}
