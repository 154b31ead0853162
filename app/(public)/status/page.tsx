import type { Metadata } from "next";
import { PublicIncidentItem } from "@/components/incidents/public-incident";
import { statusTexts as texts } from "@/components/messages/status";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { getContext } from "@/server/context";
import { type PublicWord, publicWord } from "@/server/domain/monitoring/public-word";
import { PUBLIC_DAYS, type PublicIncidents } from "@/server/services/incidents/list-public";
import { publicIncidents } from "@/server/services/incidents/public-incidents";

export const metadata: Metadata = { title: texts.title };

const TONES: Record<PublicWord, Tone> = { good: "well", degraded: "waiting", disrupted: "stopped", unknown: "neutral" };

export default async function StatusPage() {
  const nowMs = Date.now();
  const incidents = await read(nowMs);
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={texts.title} note={texts.note} />
      {incidents ? (
        <Incidents incidents={incidents} word={publicWord(incidents, nowMs)} />
      ) : (
        <Callout tone="stopped" title={texts.away.title}>
          {texts.away.text}
        </Callout>
      )}
    </div>
  );
}

function Incidents({ incidents, word }: { incidents: PublicIncidents; word: PublicWord }) {
  const { open, over, lookedMs } = incidents;
  return (
    <>
      <Callout tone={TONES[word]} title={texts.word[word].title}>
        {texts.word[word].text}
        {lookedMs === null ? null : (
          <p className="text-muted text-small">
            {texts.looked} <Time ms={lookedMs} show="exact" precision="second" />.
          </p>
        )}
      </Callout>
      {open.length > 0 ? (
        <Card title={texts.open}>
          <ul className="divide-y divide-line">
            {open.map((incident) => (
              <PublicIncidentItem key={incident.id} incident={incident} />
            ))}
          </ul>
        </Card>
      ) : null}
      {over.length > 0 ? (
        <Card title={texts.over(PUBLIC_DAYS)}>
          <ul className="divide-y divide-line">
            {over.map((incident) => (
              <PublicIncidentItem key={incident.id} incident={incident} />
            ))}
          </ul>
        </Card>
      ) : (
        <EmptyState title={texts.over(PUBLIC_DAYS)}>{texts.none}</EmptyState>
      )}
    </>
  );
}

/** Null while the database cannot be read: this page must answer then too. */
async function read(nowMs: number): Promise<PublicIncidents | null> {
  try {
    return await publicIncidents(await getContext(), nowMs);
  } catch {
    return null;
  }
}
