import { rulesTexts } from "@/components/messages/rules";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { DocumentKind } from "@/server/domain/rules/document";

const texts = rulesTexts.waiting;

/** On the overview: what this person can confirm as the second. */
export function WaitingProposals({ kinds }: { kinds: readonly DocumentKind[] }) {
  return kinds.map((kind) => (
    <Callout
      key={kind}
      tone="waiting"
      title={texts.title(rulesTexts.kinds[kind])}
      action={<ButtonLink href={`/admin/rules?kind=${kind}`}>{texts.read}</ButtonLink>}
    >
      {texts.note}
    </Callout>
  ));
}
