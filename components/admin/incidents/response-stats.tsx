import { incidentsTexts } from "@/components/messages/incidents";
import { Section } from "@/components/ui/card";
import { formatDuration } from "@/components/ui/format-time";
import { Stat, StatGrid } from "@/components/ui/stat";
import { RESPOND_WITHIN_MS, type Response, type Spread } from "@/server/domain/monitoring/measure-response";
import { formatPercent } from "@/server/words/format";
import { saySpan } from "@/server/words/span";

const texts = incidentsTexts.response;

/** How fast incidents were noticed, answered and resolved. */
export function ResponseStats({ response, days }: { response: Response; days: number }) {
  const { answered, wanted } = response.inTime;
  return (
    <Section title={texts.title} note={texts.note(days)}>
      <StatGrid>
        <Stat
          label={texts.inTime}
          value={wanted === 0 ? texts.none : formatPercent(answered / wanted, 0)}
          note={wanted === 0 ? undefined : texts.inTimeNote(saySpan(RESPOND_WITHIN_MS), answered, wanted)}
        />
        <Length label={texts.detect} spread={response.detect} />
        <Length label={texts.acknowledge} spread={response.acknowledge} />
        <Length label={texts.resolve} spread={response.resolve} />
      </StatGrid>
    </Section>
  );
}

function Length({ label, spread }: { label: string; spread: Spread | null }) {
  if (!spread) return <Stat label={label} value={texts.none} />;
  const { medianMs, worstMs } = spread;
  return (
    <Stat
      label={label}
      value={formatDuration(medianMs)}
      target={texts.median}
      note={texts.worst(formatDuration(worstMs))}
    />
  );
}
