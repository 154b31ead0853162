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

/** All that is stored of a day's checks, as far as it has come. */
export type StoredFindings = Partial<DayFindings> & {
  readonly plan?: readonly PlanFinding[];
  /** Texts of anomalies that two people released the day with. */
  readonly accepted?: readonly string[];
};
