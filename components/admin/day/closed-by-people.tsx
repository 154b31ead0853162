import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { Callout } from "@/components/ui/callout";
import type { Closing } from "@/server/domain/day/closing";

const texts = stoppedDayTexts.closed;

/** Who closed the day, and why. It says so on the way to CLOSED too, and if it is stopped again. */
export function ClosedByPeople({ closing }: { closing: Closing }) {
  return (
    <Callout tone="info" title={texts.title}>
      {texts.text(closing.by.join(" and "), closing.reason)}
    </Callout>
  );
}
