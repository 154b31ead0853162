import type { AlertEvent } from "@/server/domain/monitoring/alert-due";
import type { Message } from "@/server/domain/monitoring/message";
import type { Priority } from "@/server/domain/monitoring/priority";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "./age";
import { sentence } from "./sentence";
import { sayMoment } from "./span";

/** What an alert tells of an incident. */
export type AlertIncident = {
  /** Null while it could not be written down. */
  readonly id: number | null;
  readonly kind: string;
  readonly title: string;
  readonly priority: Priority;
  readonly fact: string;
  readonly next: string | null;
  readonly openedMs: PosixMs;
  readonly resolvedMs: PosixMs | null;
  /** What it explains. */
  readonly dependents: readonly { readonly id: number; readonly title: string }[];
};

/** Without an address of the site no page can be shown. */
type Where = { readonly siteUrl: string | null; readonly nowMs: PosixMs };

const BEFORE_TITLE: Record<AlertEvent, string> = {
  opened: "",
  raised: "More urgent now: ",
  escalated: "Nobody has acknowledged: ",
  reminder: "Still open: ",
  resolved: "Resolved: ",
};

const HOW_URGENT: Record<Priority, string> = {
  1: "",
  2: "This wakes nobody: somebody acts today.",
  3: "This wakes nobody: somebody acts this week.",
  4: "This wakes nobody: it is for whoever looks.",
};

export function alertMessage(event: AlertEvent, incident: AlertIncident, { siteUrl, nowMs }: Where): Message {
  const link = siteUrl === null || incident.id === null ? null : `${siteUrl}/admin/incidents/${incident.id}`;
  const name = nameOf(incident);
  const { priority } = incident;
  // What ended wakes nobody, whatever it was.
  if (event === "resolved")
    return { title: `${BEFORE_TITLE.resolved}${name}`, text: resolvedText(incident), link, priority: null };
  const lines = [
    sentence(incident.fact),
    sinceLine(event, incident, nowMs),
    dependentsLine(incident),
    incident.next === null ? "" : `First: ${sentence(incident.next)}`,
    `Runbook: RUNBOOKS.md, ${incident.kind}.`,
    HOW_URGENT[priority],
  ];
  const title = `[${priority}] ${BEFORE_TITLE[event]}${name}`;
  return { title, text: lines.filter((line) => line !== "").join("\n"), link, priority };
}

function sinceLine(event: AlertEvent, { openedMs }: AlertIncident, nowMs: PosixMs): string {
  const since = `Noticed at ${sayMoment(openedMs)}`;
  if (event === "opened" || event === "raised") return `${since}.`;
  return `${since}, ${sayAge(Math.max(0, nowMs - openedMs))} ago. Nobody has acknowledged it.`;
}

function resolvedText({ openedMs, resolvedMs, fact }: AlertIncident): string {
  if (resolvedMs === null) return sentence(fact);
  const lasted = sayAge(Math.max(0, resolvedMs - openedMs));
  return `It has been over since ${sayMoment(resolvedMs)}, after ${lasted}.\nIt was: ${sentence(fact)}`;
}

function nameOf({ id, title }: Pick<AlertIncident, "id" | "title">): string {
  return id === null ? title : `${title} (#${id})`;
}

const MOST_NAMED = 10;

function dependentsLine({ dependents }: AlertIncident): string {
  if (dependents.length === 0) return "";
  const named = dependents.slice(0, MOST_NAMED).map(nameOf);
  const more = dependents.length - named.length;
  return `Because of it: ${[...named, ...(more > 0 ? [`${more} more`] : [])].join("; ")}.`;
}

const ALL_OF_THEM: Record<AlertEvent, string> = {
  opened: "incidents",
  raised: "incidents are more urgent now",
  escalated: "incidents that nobody has acknowledged",
  reminder: "incidents are still open",
  resolved: "incidents are resolved",
};

/** Of several at once, the most urgent first. */
export function summaryMessage(event: AlertEvent, incidents: readonly AlertIncident[], siteUrl: string): Message {
  const [first] = incidents;
  const named = incidents.slice(0, MOST_NAMED).map((each) => `[${each.priority}] ${nameOf(each)}`);
  const more = incidents.length - named.length;
  const text = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
  const what = `${incidents.length} ${ALL_OF_THEM[event]}`;
  const link = `${siteUrl}/admin/incidents`;
  if (event === "resolved" || !first) return { title: what, text, link, priority: null };
  return {
    title: `[${first.priority}] ${what}, the most urgent: ${first.title}`,
    text,
    link,
    priority: first.priority,
  };
}
