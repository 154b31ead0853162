import Link from "next/link";
import { IncidentStateBadge, PriorityBadge } from "@/components/incidents/look";
import { incidentsTexts } from "@/components/messages/incidents";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { saySubject } from "@/server/domain/monitoring/incident-subject";
import { dependentsOf } from "@/server/domain/monitoring/judge-incidents-causes";
import { SECURITY_SUBJECT } from "@/server/domain/monitoring/security";
import type { IncidentView } from "@/server/services/incidents/incident-view";

const texts = incidentsTexts.open;

/** What is open, the most urgent first; what another one explains is listed under that. */
export function OpenIncidentList({ open }: { open: readonly IncidentView[] }) {
  if (open.length === 0) return <EmptyState title={texts.none}>{texts.noneNote}</EmptyState>;
  return (
    <Card title={texts.title}>
      <ul className="divide-y divide-line">
        {rootsOf(open).map((incident) => (
          <OpenIncident key={incident.id} incident={incident} dependents={dependentsOf(incident.id, open)} />
        ))}
      </ul>
    </Card>
  );
}

/** Those that no other open one explains. */
export function rootsOf(open: readonly IncidentView[]): IncidentView[] {
  const ids = new Set(open.map(({ id }) => id));
  return open.filter(({ causeId }) => causeId === null || !ids.has(causeId));
}

type OpenIncidentProps = { incident: IncidentView; dependents: readonly IncidentView[] };

function OpenIncident({ incident, dependents }: OpenIncidentProps) {
  const { id, title, subject, priority, state, fact, openedMs, acknowledged } = incident;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <PriorityBadge priority={priority} />
          <IncidentStateBadge state={state} />
        </p>
        <p className="break-words font-medium">{titleOf({ title, subject })}</p>
        <p className="line-clamp-2 break-words text-small">{fact}</p>
        <p className="text-muted text-small">
          {texts.opened} <Time ms={openedMs} />. {acknowledged ? texts.taken(acknowledged.by) : texts.unanswered}.
        </p>
        {dependents.length > 0 ? (
          <p className="text-muted text-small">
            {texts.explains}{" "}
            {dependents.map((each, index) => (
              <span key={each.id}>
                {index > 0 ? ", " : null}
                <Link href={`/admin/incidents/${each.id}`} className="touch-inline underline underline-offset-4">
                  {titleOf(each)}
                </Link>
              </span>
            ))}
          </p>
        ) : null}
      </div>
      <ButtonLink
        href={`/admin/incidents/${id}`}
        variant={acknowledged ? "secondary" : "primary"}
        aria-label={`${texts.view}: ${titleOf({ title, subject })}`}
      >
        {texts.view}
      </ButtonLink>
    </li>
  );
}

/** As "A day is stopped: day 12". What people report has its title alone. */
export function titleOf({ title, subject }: Pick<IncidentView, "title" | "subject">): string {
  const about = saySubject(subject);
  const isApart = about !== null && subject !== SECURITY_SUBJECT && subject !== title.toLowerCase();
  return isApart ? `${title}: ${about}` : title;
}
