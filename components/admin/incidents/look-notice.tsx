import { incidentsTexts } from "@/components/messages/incidents";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { INCIDENT_KINDS } from "@/server/domain/monitoring/kinds";
import { isLookedAt } from "@/server/domain/monitoring/public-word";
import type { LookSeen } from "@/server/services/incidents/read-look";

const texts = incidentsTexts.look;

/** That nobody looks, or of what rules know nothing: an empty list of incidents means little then. */
export function LookNotice({ look, nowMs }: { look: LookSeen | null; nowMs: number }) {
  if (!look || !isLookedAt(look.lookedMs, nowMs)) {
    return (
      <Callout tone="stopped" title={texts.silent}>
        {look ? (
          <>
            {texts.last} <Time ms={look.lookedMs} show="exact" precision="second" />.{" "}
          </>
        ) : null}
        {texts.silentNote}
      </Callout>
    );
  }
  if (look.unknown.length === 0) return null;
  return (
    <Callout tone="neutral" title={texts.unknown(look.unknown.length)}>
      <p>{texts.unknownNote}</p>
      <ul className="mt-1 list-disc pl-5 text-small">
        {look.unknown.map((kind) => (
          // A kind of an older version may be gone.
          <li key={kind}>{INCIDENT_KINDS[kind]?.title ?? kind}</li>
        ))}
      </ul>
    </Callout>
  );
}
