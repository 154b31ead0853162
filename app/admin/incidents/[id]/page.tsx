import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { IncidentDeeds } from "@/components/admin/incidents/deeds";
import { IncidentFacts, IncidentLink, WhatToDo } from "@/components/admin/incidents/facts";
import { titleOf } from "@/components/admin/incidents/open-list";
import { Runbook } from "@/components/admin/incidents/runbook";
import { Timeline } from "@/components/admin/incidents/timeline";
import { IncidentStateBadge, PriorityBadge } from "@/components/incidents/look";
import { incidentFormTexts } from "@/components/messages/incident-forms";
import { incidentsTexts as texts } from "@/components/messages/incidents";
import { terms } from "@/components/messages/terms";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { can, rolesThatCan } from "@/server/domain/people/roles";
import { readRunbook } from "@/server/files/runbook";
import { ServiceError } from "@/server/services/errors";
import { readIncident } from "@/server/services/incidents/read-incident";

type IncidentPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: IncidentPageProps): Promise<Metadata> {
  return { title: texts.number(Number((await params).id)) };
}

export default async function IncidentPage({ params }: IncidentPageProps) {
  const { role } = await requireSession();
  const { id } = await params;
  if (!/^[1-9]\d{0,8}$/.test(id)) notFound();
  const { db } = await getContext();
  const { incident, cause, dependents, timeline } = await readIncident(db, Number(id)).catch((error: unknown) => {
    if (error instanceof ServiceError && error.code === "not-found") notFound();
    throw error;
  });
  const { state, priority, publicText, postMortem, acknowledged, resolved } = incident;
  const mayAct = can(role, "incident.acknowledge");
  return (
    <>
      <PageHeader
        title={titleOf(incident)}
        badge={
          <>
            <PriorityBadge priority={priority} isOpen={resolved === null} />
            <IncidentStateBadge state={state} />
          </>
        }
        note={texts.number(incident.id)}
        crumbs={[{ label: texts.title, href: "/admin/incidents" }]}
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]">
        <div className="flex min-w-0 flex-col gap-6">
          <WhatToDo incident={incident} />
        </div>
        <aside aria-label={incidentFormTexts.label} className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {mayAct ? (
            <IncidentDeeds
              {...{ id: incident.id, state, publicText, postMortem }}
              isTold={publicText !== null && (cause?.publicText ?? null) === null}
              isAcknowledged={acknowledged !== null}
              isOver={resolved !== null}
            />
          ) : (
            <p className="text-muted">{terms.mayNot(role, rolesThatCan("incident.acknowledge").join(" or "))}</p>
          )}
        </aside>
        <div className="flex min-w-0 flex-col gap-6">
          <Runbook kind={incident.kind} text={await readRunbook(incident.kind)} isOpen={resolved === null} />
          {postMortem === null ? null : (
            <Card title={texts.facts.postMortem}>
              <p className="max-w-prose whitespace-pre-wrap break-words">{postMortem}</p>
            </Card>
          )}
          {dependents.length === 0 ? null : (
            <Card title={texts.facts.dependents}>
              <ul className="flex flex-col gap-2">
                {dependents.map((each) => (
                  <li key={each.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                    <IncidentLink incident={each} />
                    <IncidentStateBadge state={each.state} plain />
                  </li>
                ))}
              </ul>
            </Card>
          )}
          <IncidentFacts incident={incident} cause={cause} />
          <Timeline entries={timeline} />
        </div>
      </div>
    </>
  );
}
