import type { PosixMs } from "../units";
import type { IncidentKind } from "./kinds";
import { isHistory, NO_TIDINGS, type Notification, type Tidings } from "./notification";
import type { NotificationEventOf } from "./notification-events";

/** An incident as it is now. */
export type IncidentNow = {
  readonly kind: IncidentKind;
  readonly fact: string;
  readonly publicText: string | null;
  readonly isOpen: boolean;
  /** Another one explains it. */
  readonly isDependent: boolean;
  /** Others that are open, and tell the public the same. */
  readonly alike: number;
  /** The incident by which the public heard this text, and did not hear of its end; null if there is none. */
  readonly announced: { readonly id: number; readonly resolvedMs: PosixMs | null } | null;
};

export const announcementKey = (incidentId: number, what: "opened" | "resolved") =>
  `incident:${incidentId}:public:${what}`;

type Seen = { readonly incident: IncidentNow; readonly nowMs: PosixMs };

/**
 * The public hears a text once, when the first incident begins of which it is told, and its end, however late, once
 * none of these is open any more. The staff hears of incidents by alerts; a late day is told to its people as well.
 */
export function notificationsOfIncident(
  event: NotificationEventOf<"incident.opened" | "incident.resolved">,
  seen: Seen,
): Tidings {
  const { incident, nowMs } = seen;
  if (event.event === "incident.opened") {
    return isHistory(event, nowMs)
      ? NO_TIDINGS
      : { told: openedNotifications(event.payload.incident, incident, nowMs), over: [] };
  }
  const { publicText: text, isOpen, alike, announced } = incident;
  if (text === null || isOpen || alike > 0 || announced === null) return NO_TIDINGS;
  const after = announcementKey(announced.id, "opened");
  const key = announcementKey(announced.id, "resolved");
  const what = { kind: "public-trouble-over", text } as const;
  return { told: [{ key, concern: "happened", to: { kind: "public" }, what, after }], over: [after] };
}

function openedNotifications(id: number, incident: IncidentNow, nowMs: PosixMs): readonly Notification[] {
  const { kind, fact, publicText: text, isOpen, isDependent } = incident;
  if (!isOpen) return [];
  const told: Notification[] = [];
  if (text !== null && !isDependent && !isKnown(incident, nowMs)) {
    const what = { kind: "public-trouble", text } as const;
    told.push({ key: announcementKey(id, "opened"), concern: "happened", to: { kind: "public" }, what });
  }
  if (kind === "day-overdue") {
    const what = { kind: "day-late", fact, incidentId: id } as const;
    told.push({ key: `incident:${id}:late`, concern: "happened", to: { kind: "everybody" }, what });
  }
  return told;
}

/** Whether the public was told, and what it was told may still hold: the end of that one may be told next. */
function isKnown({ announced, alike }: IncidentNow, nowMs: PosixMs): boolean {
  if (announced === null) return false;
  const { resolvedMs } = announced;
  return resolvedMs === null || alike > 0 || !isHistory({ atMs: resolvedMs }, nowMs);
}
