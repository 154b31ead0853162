import { Amount } from "@/components/ui/amount";
import { groupDigits } from "@/components/ui/format";
import { Stat, StatGrid } from "@/components/ui/stat";
import type { DayView } from "@/server/services/published/read-day";
import { amountStateLook } from "./amount-state";

/** What the day shares out, to how many, and what is left for later. */
export function DayTotals({ view }: { view: DayView }) {
  const { report } = view;
  if (!report) return null;
  const { totals } = report;
  return (
    <StatGrid columns={4}>
      <Stat
        label="Prizes"
        value={<Amount lovelace={totals.paidLovelace} />}
        state={amountStateLook(view.amountState)}
        note={
          view.amountState === "confirmed" ? undefined : (
            <>
              <Amount lovelace={view.confirmedLovelace} /> paid so far
            </>
          )
        }
      />
      <Stat
        label="Recipients"
        value={groupDigits(totals.recipients)}
        note={`addresses; ${groupDigits(totals.eligibleIdentities)} players are eligible`}
      />
      <Stat
        label="Carried to the next day"
        value={<Amount lovelace={totals.carriedLovelace} />}
        note="too small to be sent alone"
      />
      <Stat
        label="Pot"
        value={<Amount lovelace={totals.potLovelace} />}
        note={
          view.feeLovelace === null ? (
            "shared by tokens held"
          ) : (
            <>
              <Amount lovelace={view.feeLovelace} /> fees on top
            </>
          )
        }
      />
    </StatGrid>
  );
}
