import type { DayState } from "../day/states";
import type { Timeline } from "../day/timeline";
import type { DayComparison } from "../rewards/compare-days";
import type { DayIndex } from "../units";

/** What other rules would have paid on a day. */
export type DayEffect = { readonly dayIndex: DayIndex } & (
  | ({ readonly kind: "calculated" } & DayComparison)
  /** `not-followed`: its plays or tokens were not read then. `too-large`: for whoever asked. */
  | { readonly kind: "unknown"; readonly why: "not-followed" | "too-large" | "read-again" }
);

/** When things are due for a day that goes on, as it is and by other operations. */
export type DueChange = {
  readonly dayIndex: DayIndex;
  readonly state: DayState;
  readonly before: Timeline;
  readonly after: Timeline;
};
