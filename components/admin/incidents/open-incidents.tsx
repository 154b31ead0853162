import { incidentsTexts } from "@/components/messages/incidents";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { LEAST_ANSWERED, wakesPeople } from "@/server/domain/monitoring/priority";
import type { IncidentView } from "@/server/services/incidents/incident-view";
import { rootsOf, titleOf } from "./open-list";

const texts = incidentsTexts.open;

/** On the overview: that something is open, and the most urgent of it. */
export function OpenIncidents({ open }: { open: readonly IncidentView[] }) {
  const roots = rootsOf(open);
  const [worst] = roots;
  if (!worst) return null;
  // As in the navigation: what is for this week, or for whoever looks, waits for nobody.
  const unanswered = roots.filter(({ acknowledged, priority }) => acknowledged === null && priority <= LEAST_ANSWERED);
  return (
    <Callout
      tone={wakesPeople(worst.priority) ? "stopped" : "waiting"}
      title={texts.summary(roots.length, unanswered.length)}
      action={<ButtonLink href="/admin/incidents">{texts.all}</ButtonLink>}
    >
      {texts.worst(titleOf(worst))}
    </Callout>
  );
}
