import type { DayIndex } from "@/server/domain/units";

/**
 * The result of a job. `again`: there is more to do now; `done`: nothing to do until something changes; `waiting`: it
 * says until when, and it is no failure; `needs-human`: it stopped on purpose and says why.
 */
export type JobResult = {
  readonly result: "done" | "again" | "waiting" | "needs-human";
  readonly detail: string;
  /** The day whose own state already says what needs a human, so that nobody is told twice. */
  readonly stoppedDay?: DayIndex;
};

export const done = (detail: string): JobResult => ({ result: "done", detail });
export const again = (detail: string): JobResult => ({ result: "again", detail });
export const waiting = (detail: string): JobResult => ({ result: "waiting", detail });
export const needsHuman = (detail: string, stoppedDay?: DayIndex): JobResult => ({
  result: "needs-human",
  detail,
  stoppedDay,
});
