import type { IncidentKind } from "./kinds";

/** Of all incidents that are open, one at most has the same key. */
export type IncidentKey = { readonly kind: IncidentKind; readonly subject: string };

export function isSame(one: IncidentKey, other: IncidentKey): boolean {
  return one.kind === other.kind && one.subject === other.subject;
}
