import { topUpTexts } from "@/components/messages/top-up";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

const texts = topUpTexts.own;

/** On the overview: one's own deposit, while it can be signed. */
export function OwnWaits() {
  return (
    <Callout tone="waiting" title={texts.waits} action={<ButtonLink href="/admin/top-up">{texts.open}</ButtonLink>}>
      {texts.waitsNote}
    </Callout>
  );
}
