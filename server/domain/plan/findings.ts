import type { PlanFinding } from "./check";

/** What the checks of a day found, as stored with it and shown to approvers. */
export type DayFindings = {
  readonly secondCalculation: string;
  readonly differences: readonly {
    key: string;
    field: string;
    first: string | null;
    second: string | null;
  }[];
  readonly anomalies: readonly { rule: string; text: string }[];
  readonly history: string;
};

/** Everything stored about a day's checks so far. */
export type StoredFindings = Partial<DayFindings> & {
  readonly plan?: readonly PlanFinding[];
  /** Texts of the anomalies that two people accepted by releasing the day. */
  readonly accepted?: readonly string[];
};
