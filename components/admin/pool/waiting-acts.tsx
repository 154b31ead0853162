import { poolTexts } from "@/components/messages/pool";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

const texts = poolTexts.acts;

/** On the overview: acts that this person's key can sign. */
export function WaitingActs({ acts }: { acts: number }) {
  if (acts === 0) return null;
  return (
    <Callout
      tone="waiting"
      title={texts.toSign(acts)}
      action={<ButtonLink href="/admin/pool">{texts.read}</ButtonLink>}
    />
  );
}
