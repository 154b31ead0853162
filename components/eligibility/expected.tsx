import { AmountStateText } from "@/components/days/amount-state";
import { eligibilityTexts } from "@/components/messages/eligibility";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { sayLineReason } from "@/server/words/line-reason";
import type { Assessed } from "./verdict";

const texts = eligibilityTexts.expected;

/** Today's amounts as of the newest block. Hidden for a wallet that is not eligible and is owed nothing. */
export function Expected({ view }: { view: Assessed }) {
  const { earnedLovelace, openingLovelace, payoutLovelace, carriedLovelace, minimumPayoutLovelace } = view.expected;
  const { settledBeforeLovelace } = view.expected;
  const { uncalculated } = view;
  if (!view.decision.eligible && openingLovelace === 0n && settledBeforeLovelace === 0n) return null;
  const notes = [
    ...(minimumPayoutLovelace === null ? [] : [texts.minimum(minimumPayoutLovelace)]),
    ...view.expected.heldBack.map(sayLineReason),
  ];
  return (
    <Card title={texts.title(view.dayIndex)} actions={<AmountStateText state="estimated" />}>
      <DataList
        items={[
          { label: texts.share, value: <Amount lovelace={earnedLovelace} /> },
          ...(openingLovelace > 0n ? [{ label: texts.opening, value: <Amount lovelace={openingLovelace} /> }] : []),
          { label: texts.payout, value: <Amount lovelace={payoutLovelace} className="font-semibold" /> },
          ...(carriedLovelace > 0n
            ? [
                {
                  label: texts.carried,
                  value: <Amount lovelace={carriedLovelace} />,
                  note: notes.join(" ") || undefined,
                },
              ]
            : []),
          ...(uncalculated && settledBeforeLovelace > 0n
            ? [
                {
                  label: texts.settledBefore,
                  value: <Amount lovelace={settledBeforeLovelace} />,
                  note: texts.settledBy(uncalculated.firstDay),
                },
              ]
            : []),
        ]}
      />
      {uncalculated ? (
        <p className="mt-3 text-muted text-small">
          {texts.uncalculated(uncalculated.days, uncalculated.firstDay, uncalculated.lastDay)}
        </p>
      ) : null}
    </Card>
  );
}
