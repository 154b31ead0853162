import Link from "next/link";
import { PRIORITY_TONES } from "@/components/incidents/look";
import { incidentsTexts } from "@/components/messages/incidents";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { type DataItem, DataList } from "@/components/ui/data-list";
import { formatDuration } from "@/components/ui/format-time";
import { Time } from "@/components/ui/time";
import { saySubject } from "@/server/domain/monitoring/incident-subject";
import type { IncidentView } from "@/server/services/incidents/incident-view";
import { titleOf } from "./open-list";

const texts = incidentsTexts.facts;

/** What is so, and what to do about it first. */
export function WhatToDo({ incident }: { incident: IncidentView }) {
  const { fact, next, priority, resolved } = incident;
  return (
    <Callout tone={resolved ? "neutral" : PRIORITY_TONES[priority]} title={fact}>
      {next ? (
        <p>
          <strong className="font-medium">{texts.first}:</strong> {next}
        </p>
      ) : null}
    </Callout>
  );
}

type FactsProps = { incident: IncidentView; cause: IncidentView | null };

export function IncidentFacts({ incident, cause }: FactsProps) {
  const { kind, subject, beganMs, openedMs, lastSeenMs, wellSinceMs, comebacks, acknowledged, resolved } = incident;
  const { detectMs, acknowledgeMs, resolveMs } = incident.times;
  const { response } = incidentsTexts;
  const about = saySubject(subject);
  // A person's own, which no rule has found.
  const isReport = kind === "by-hand";
  const at = (ms: number) => <Time ms={ms} show="exact" precision="second" />;
  const items: (DataItem | null)[] = [
    cause ? { label: texts.explainedBy, value: <IncidentLink incident={cause} /> } : null,
    isReport ? null : { label: texts.kind, value: <code className="font-mono text-small">{kind}</code> },
    about === null || isReport ? null : { label: texts.about, value: about },
    { label: texts.began, value: at(beganMs) },
    {
      label: texts.opened,
      value: at(openedMs),
      note: isReport ? undefined : `${response.detect}: ${formatDuration(detectMs)}`,
    },
    {
      label: texts.acknowledged,
      value: acknowledged ? byAt(acknowledged) : texts.notYet,
      note: acknowledgeMs === null ? undefined : `${response.acknowledge}: ${formatDuration(acknowledgeMs)}`,
    },
    isReport || resolved ? null : { label: texts.seen, value: at(lastSeenMs) },
    wellSinceMs === null ? null : { label: texts.well, value: at(wellSinceMs) },
    comebacks === 0 ? null : { label: texts.comebacks, value: texts.times(comebacks) },
    {
      label: texts.over,
      value: resolved ? byAt(resolved) : texts.notYet,
      note: resolveMs === null ? undefined : `${response.resolve}: ${formatDuration(resolveMs)}`,
    },
    { label: texts.publicText, value: incident.publicText ?? texts.notPublic },
  ];
  return (
    <Card title={texts.title}>
      <DataList items={items.filter((item) => item !== null)} />
    </Card>
  );
}

function byAt({ by, atMs }: { by: string; atMs: number }) {
  return (
    <>
      {texts.byAt(by)} <Time ms={atMs} show="exact" precision="second" />
    </>
  );
}

export function IncidentLink({ incident }: { incident: IncidentView }) {
  return (
    <Link href={`/admin/incidents/${incident.id}`} className="touch-inline text-accent underline underline-offset-4">
      {incidentsTexts.number(incident.id)}: {titleOf(incident)}
    </Link>
  );
}
