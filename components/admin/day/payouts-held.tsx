import { overviewTexts } from "@/components/messages/overview";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

const { hold: texts } = overviewTexts;

/** The chain is not well, and this day waits for that. `fact` says why. */
export function PayoutsHeld({ fact }: { fact: string }) {
  return (
    <Callout tone="waiting" title={texts.day} action={<ButtonLink href="/admin">{texts.overview}</ButtonLink>}>
      <p className="break-words">{fact}</p>
    </Callout>
  );
}
