import type { IncidentKey } from "./incident-key";
import { dayOfSubject } from "./incident-subject";
import type { OpenIncident } from "./judge-incidents";
import { INCIDENT_KINDS, type IncidentKind } from "./kinds";
import { PRIORITIES, type Priority } from "./priority";

export type CauseChange = { readonly id: number; readonly causeId: number | null };
export type PriorityChange = { readonly id: number; readonly priority: Priority };

/**
 * Which of the open incidents explains which. A cause that is open stays the cause; when it is closed, another is
 * looked for. What is well by now is explained by nothing that came later. No incident explains itself, not even over
 * others: the causes of kinds have no cycle.
 */
export function judgeCauses(open: readonly OpenIncident[]): CauseChange[] {
  return open.flatMap((incident) => {
    const known = open.find(({ id }) => id === incident.causeId);
    if (known && rankOf(incident, known) !== null) return [];
    if (incident.causeId === null && incident.wellSinceMs !== null) return [];
    const causeId = findCause(incident, open);
    return causeId === incident.causeId ? [] : [{ id: incident.id, causeId }];
  });
}

function findCause(incident: OpenIncident, open: readonly OpenIncident[]): number | null {
  const ranked = open.flatMap((cause) => {
    const rank = rankOf(incident, cause);
    return rank === null ? [] : [{ id: cause.id, rank }];
  });
  ranked.sort((one, other) => one.rank - other.rank || one.id - other.id);
  return ranked[0]?.id ?? null;
}

/**
 * How well `cause` explains an incident, the lowest best: the group that it belongs to, then by the order of its kind's
 * causes, the same subject first. Null where it explains nothing.
 */
function rankOf({ kind, subject }: OpenIncident, cause: OpenIncident): number | null {
  if (cause.kind === kind) return cause.subject === "" && subject !== "" ? 0 : null;
  const place = INCIDENT_KINDS[kind].causes.indexOf(cause.kind);
  if (place === -1 || isOfOtherDay({ kind, subject }, cause)) return null;
  return 1 + 2 * place + (cause.subject === subject ? 0 : 1);
}

/** Days are paid in order, so that these may wait for a day before them. */
const WAIT_FOR_EARLIER: readonly IncidentKind[] = ["day-overdue", "day-behind"];

/** The trouble of one day stops, or changes, no other day: whoever hears of the one has not heard of the other. */
function isOfOtherDay({ kind, subject }: IncidentKey, cause: IncidentKey): boolean {
  const [day, causeDay] = [dayOfSubject(subject), dayOfSubject(cause.subject)];
  if (day === null || causeDay === null) return false;
  return WAIT_FOR_EARLIER.includes(kind) ? causeDay > day : causeDay !== day;
}

/**
 * Causes that are less urgent than what depends on them become as urgent: only the cause alerts, so it must wake
 * whoever the others would have woken. Nothing becomes less urgent by itself.
 */
export function judgePriorities(open: readonly OpenIncident[]): PriorityChange[] {
  return open.flatMap(({ id, priority }) => {
    const dependents = dependentsOf(id, open);
    const most = PRIORITIES.find((each) => each < priority && dependents.some((other) => other.priority === each));
    return most === undefined ? [] : [{ id, priority: most }];
  });
}

type Dependent = { readonly id: number; readonly causeId: number | null };

/** All that an incident explains, also by what it explains. */
export function dependentsOf<T extends Dependent>(id: number, incidents: readonly T[]): T[] {
  const direct = incidents.filter(({ causeId }) => causeId === id);
  return direct.flatMap((each) => [each, ...dependentsOf(each.id, incidents)]);
}
