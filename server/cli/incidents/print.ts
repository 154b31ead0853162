import { saySubject } from "@/server/domain/monitoring/incident-subject";
import { RESPOND_WITHIN_MS, type Response, type Spread } from "@/server/domain/monitoring/measure-response";
import type { IncidentView } from "@/server/services/incidents/incident-view";
import { MEASURED_DAYS } from "@/server/services/incidents/measure-response";
import type { IncidentDetails } from "@/server/services/incidents/read-incident";
import { sayAge } from "@/server/words/age";
import { formatMinute } from "@/server/words/format";
import { saySpan } from "@/server/words/span";

const say = (text: string) => console.error(text);

export function printLine({
  id,
  priority,
  state,
  title,
  subject,
  openedMs,
  acknowledged,
  causeId,
}: IncidentView): void {
  const about = saySubject(subject);
  const which = about === null ? "" : ` (${about})`;
  const under = causeId === null ? "" : `, explained by ${causeId}`;
  const by = acknowledged ? `, acknowledged by ${acknowledged.by}` : "";
  say(`${id}  priority ${priority}, ${state}: ${title}${which}, since ${formatMinute(openedMs)}${under}${by}`);
}

/** Everything that the incident's page shows. */
export function printIncident({ incident, cause, dependents, timeline }: IncidentDetails): void {
  printLine(incident);
  say(`  ${incident.fact}`);
  if (incident.next) say(`  First: ${incident.next}`);
  say(`  Runbook: RUNBOOKS.md, "${incident.kind}"`);
  say(`  Status page: ${incident.publicText ?? "says nothing of it"}`);
  if (incident.wellSinceMs !== null) say(`  Well since ${formatMinute(incident.wellSinceMs)}`);
  if (incident.comebacks > 0) say(`  Came back ${incident.comebacks} times`);
  if (cause) say(`  Explained by ${cause.id}: ${cause.title}`);
  for (const each of dependents)
    say(`  Explains ${each.id}: ${each.title} ${saySubject(each.subject) ?? ""}`.trimEnd());
  const { detectMs, acknowledgeMs, resolveMs } = incident.times;
  say(`  Detected after ${sayAge(detectMs)}, acknowledged after ${age(acknowledgeMs)}, over after ${age(resolveMs)}`);
  for (const { atMs, kind, by, text, isPublic } of [...timeline].reverse()) {
    say(`  ${formatMinute(atMs)}  ${kind}, by ${by}${isPublic ? ", public" : ""}: ${text}`);
  }
}

export function printResponse({ detect, acknowledge, resolve, inTime }: Response): void {
  say(
    `Of the last ${MEASURED_DAYS} days: detected after ${spread(detect)}; acknowledged after ${spread(acknowledge)};`,
  );
  say(
    `over after ${spread(resolve)}. Answered within ${saySpan(RESPOND_WITHIN_MS)}: ${inTime.answered} of ${inTime.wanted}.`,
  );
}

const age = (ms: number | null) => (ms === null ? "-" : sayAge(ms));
const spread = (length: Spread | null) =>
  length ? `${sayAge(length.medianMs)} (median; at worst ${sayAge(length.worstMs)})` : "-";
