import { poolTexts } from "@/components/messages/pool";
import { Callout } from "@/components/ui/callout";
import { Sentences } from "./effect";

/** What an act voids beside its effect; nothing where it voids nothing. */
export function Voids({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Callout tone="waiting" title={poolTexts.card.voids}>
      <Sentences sentences={sentences} />
    </Callout>
  );
}
