import type { DayState } from "@/server/domain/day/states";
import type { Timeline } from "@/server/domain/day/timeline";

/** Something is wrong: what, what it means, where to go. */
export type Problem = {
  readonly title: string;
  readonly text: string;
  readonly href: string | null;
  readonly tone: "stopped" | "waiting";
};

export type NextPayout = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly totalLovelace: bigint | null;
  readonly times: Timeline;
  /** Until when a proposed plan can be signed, before it must be proposed again; null while nothing is proposed. */
  readonly signUntilMs: number | null;
};
