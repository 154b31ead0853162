import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

const texts = stoppedDayTexts.waits;

/** An earlier day is paid first, and nothing happens to this one until then. */
export function WaitsForDay({ day }: { day: number }) {
  return (
    <Callout
      tone="waiting"
      title={texts.title(day)}
      action={<ButtonLink href={`/admin/days/${day}`}>{texts.view(day)}</ButtonLink>}
    >
      {texts.text}
    </Callout>
  );
}
