import { eligibilityTexts } from "@/components/messages/eligibility";
import { terms } from "@/components/messages/terms";
import { Callout } from "@/components/ui/callout";
import { Hash } from "@/components/ui/hash";
import { sayTokens } from "./token-name";
import type { Assessed } from "./verdict";

const texts = eligibilityTexts.notCounted;

/** Tokens that the owner may believe to count, in the open: where they are, why they do not, and what to do. */
export function NotCounted({ view }: { view: Assessed }) {
  const { notCounted, notCountedQuantity, address } = view;
  if (notCounted.length === 0) return null;
  const tokens = (quantity: bigint) => sayTokens(quantity, view.terms.prizeAsset);
  const listed = notCounted.reduce((total, { quantity }) => total + quantity, 0n);
  return (
    <Callout tone="waiting" title={texts.title(tokens(notCountedQuantity))}>
      <ul className="grid gap-1">
        {notCounted.map((row) => (
          <li key={row.address}>
            <Hash text={row.address} label={terms.id.address} />{" "}
            {row.address === address ? <span className="text-muted">({texts.here}) </span> : null}
            {texts.row(tokens(row.quantity), row.unresolved?.text ?? "")}
          </li>
        ))}
      </ul>
      <p className="mt-2">
        {texts.remedy} {listed < notCountedQuantity ? texts.more(notCounted.length) : null}
      </p>
    </Callout>
  );
}
