import { AmountStateText } from "@/components/days/amount-state";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { formatAda } from "@/components/ui/format";
import type { Assessed } from "./verdict";

/** What today would bring, to the lovelace, were the newest block its last. Nothing where it would bring nothing. */
export function Expected({ view }: { view: Assessed }) {
  const { earnedLovelace, openingLovelace, payoutLovelace, carriedLovelace, minimumPayoutLovelace } = view.expected;
  if (!view.decision.eligible && openingLovelace === 0n) return null;
  const least =
    minimumPayoutLovelace === null
      ? undefined
      : `It stays yours, and is paid once it reaches ${formatAda(minimumPayoutLovelace)}, the least that the network takes.`;
  return (
    <Card title={`Day ${view.dayIndex} so far`} actions={<AmountStateText state="estimated" />}>
      <DataList
        items={[
          { label: "Your share of the pot", value: <Amount lovelace={earnedLovelace} /> },
          ...(openingLovelace > 0n
            ? [{ label: "Carried from earlier days", value: <Amount lovelace={openingLovelace} /> }]
            : []),
          { label: "To be paid", value: <Amount lovelace={payoutLovelace} className="font-semibold" /> },
          ...(carriedLovelace > 0n
            ? [{ label: "To be carried on", value: <Amount lovelace={carriedLovelace} />, note: least }]
            : []),
        ]}
      />
    </Card>
  );
}
