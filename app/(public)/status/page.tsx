import type { Metadata } from "next";
import { PublicIncidentItem } from "@/components/incidents/public-incident";
import { metricTexts } from "@/components/messages/metrics";
import { statusTexts as texts } from "@/components/messages/status";
import { MetricDefinitions } from "@/components/metrics/metric-definitions";
import { MetricGrid } from "@/components/metrics/metric-grid";
import { MetricHistory } from "@/components/metrics/metric-history";
import { Callout } from "@/components/ui/callout";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { type PublicWord, publicWord } from "@/server/domain/monitoring/public-word";
import { PUBLIC_DAYS, type PublicIncidents } from "@/server/services/incidents/list-public";
import { publicIncidents } from "@/server/services/incidents/public-incidents";
import { publicMetrics } from "@/server/services/metrics/public-metrics";
import { readOrNull } from "../read-or-null";

export const metadata: Metadata = { title: texts.title };

const TONES: Record<PublicWord, Tone> = { good: "well", degraded: "waiting", disrupted: "stopped", unknown: "neutral" };

export default async function StatusPage() {
  const nowMs = Date.now();
  const incidents = await readOrNull(publicIncidents, nowMs);
  const metrics = incidents && (await readOrNull(publicMetrics, nowMs));
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
      {metrics ? (
        <Section title={metricTexts.title} note={metricTexts.note}>
          <MetricGrid {...metrics} />
          <MetricDefinitions />
          <MetricHistory service={metrics.service} />
        </Section>
      ) : null}
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
