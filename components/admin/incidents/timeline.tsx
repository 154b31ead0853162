import { incidentsTexts } from "@/components/messages/incidents";
import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { TimelineEntry } from "@/server/services/incidents/read-incident";

const texts = incidentsTexts.timeline;

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <Card title={texts.title} note={texts.note}>
      <ol className="flex flex-col gap-4 border-line border-l-2 pl-4">
        {entries.map(({ id, kind, state, by, text, isPublic, atMs }) => (
          <li key={id} className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small">
              <span className="font-medium">
                {texts.kinds[kind]}
                {kind === "state" && state ? `: ${incidentsTexts.state[state]}` : null}
              </span>
              <span className="text-muted">{by}</span>
              <Time ms={atMs} show="exact" precision="second" className="figures whitespace-nowrap text-muted" />
              {isPublic ? <StatusBadge tone="info">{texts.public}</StatusBadge> : null}
            </p>
            <p className="max-w-prose whitespace-pre-wrap break-words">{text}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
