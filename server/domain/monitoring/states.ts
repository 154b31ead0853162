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
  /** Something more urgent depends on it. */
  | "raised"
  | "well-again"
  | "back"
  | "resolved"
  | "post-mortem";

/** What a person may call an open incident. The other states follow from resolving it, and from its post-mortem. */
export const OPEN_STATES = ["investigating", "identified", "monitoring"] as const satisfies readonly IncidentState[];
export type OpenState = (typeof OPEN_STATES)[number];
