import { incidentsTexts } from "@/components/messages/incidents";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { wakesPeople } from "@/server/domain/monitoring/priority";
import type { IncidentView } from "@/server/services/incidents/incident-view";
import { titleOf } from "./open-list";

const texts = incidentsTexts.open;

/** On the overview: that something is open, and the most urgent of it. */
export function OpenIncidents({ open }: { open: readonly IncidentView[] }) {
  const roots = open.filter(({ causeId }) => causeId === null);
  const [worst] = roots;
  if (!worst) return null;
  const unanswered = roots.filter(({ acknowledged }) => acknowledged === null).length;
  return (
    <Callout
      tone={wakesPeople(worst.priority) ? "stopped" : "waiting"}
      title={texts.summary(roots.length, unanswered)}
      action={<ButtonLink href="/admin/incidents">{texts.all}</ButtonLink>}
    >
      {texts.worst(titleOf(worst))}
    </Callout>
  );
}
