import { incidentsTexts } from "@/components/messages/incidents";
import { statusTexts as texts } from "@/components/messages/status";
import { formatDuration } from "@/components/ui/format-time";
import { Time } from "@/components/ui/time";
import type { PublicIncident } from "@/server/services/incidents/list-public";
import { IncidentStateBadge } from "./look";

/** One incident as everybody may read of it. */
export function PublicIncidentItem({ incident }: { incident: PublicIncident }) {
  const { id, state, text, beganMs, overMs, updates } = incident;
  return (
    <li id={`incident-${id}`} className="flex min-w-0 flex-col gap-2 py-4 first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-small">
        <IncidentStateBadge state={state} />
        <span className="figures">
          {overMs === null ? texts.since : texts.from} <Time ms={beganMs} show="exact" />
          {overMs === null ? null : (
            <>
              {" "}
              {texts.until} <Time ms={overMs} show="exact" />, {texts.lasted(formatDuration(overMs - beganMs))}
            </>
          )}
        </span>
      </p>
      <p className="max-w-prose break-words font-medium">{text}</p>
      {updates.length > 0 ? (
        <ol className="flex flex-col gap-2 border-line border-l-2 pl-4">
          {updates.map((update) => (
            <li key={`${update.atMs} ${update.text}`} className="text-small">
              <p className="text-muted">
                <Time ms={update.atMs} show="exact" />
                {update.state ? `, ${incidentsTexts.state[update.state]}` : null}
              </p>
              <p className="max-w-prose whitespace-pre-wrap break-words">{update.text}</p>
            </li>
          ))}
        </ol>
      ) : null}
    </li>
  );
}
