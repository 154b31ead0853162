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
