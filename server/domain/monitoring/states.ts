/** As status pages say it. `post-mortem`: resolved, and what was learned is written down. */
export const INCIDENT_STATES = ["investigating", "identified", "monitoring", "resolved", "post-mortem"] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What an entry of a timeline tells. */
export type IncidentEntryKind =
  | "opened"
  | "note"
  | "state"
  | "acknowledged"
  | "explained"
  | "on-its-own"
  | "well-again"
  | "back"
  | "resolved"
  | "post-mortem";
