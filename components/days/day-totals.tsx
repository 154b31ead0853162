import { dayTexts } from "@/components/messages/day";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Stat, StatGrid } from "@/components/ui/stat";
import type { DayView } from "@/server/services/published/read-day";
import { groupDigits } from "@/server/words/format";
import { amountStateLook } from "./amount-state";

const texts = dayTexts.totals;

/** What the day shares out, to how many, and what is carried. */
export function DayTotals({ view }: { view: DayView }) {
  const { report, amountState, confirmedLovelace, feeLovelace } = view;
  if (!report) return null;
  const { totals } = report;
  return (
    <StatGrid columns={4}>
      <Stat
        label={terms.prizes}
        value={<Amount lovelace={totals.payoutLovelace} />}
        state={amountStateLook(amountState)}
        note={amountState === "confirmed" ? undefined : texts.paidSoFar(confirmedLovelace)}
      />
      <Stat
        label={terms.head.recipients}
        value={groupDigits(totals.recipients)}
        note={texts.eligible(totals.eligibleIdentities)}
      />
      <Stat label={texts.carried} value={<Amount lovelace={totals.carriedLovelace} />} note={texts.belowMinimum} />
      <Stat
        label={texts.pot}
        value={<Amount lovelace={totals.potLovelace} />}
        note={feeLovelace === null ? texts.split : texts.fees(feeLovelace)}
      />
    </StatGrid>
  );
}
