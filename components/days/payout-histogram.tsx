import { Bars } from "@/components/charts/bars";
import { ChartFigure } from "@/components/charts/chart-figure";
import { dayTexts } from "@/components/messages/day";
import { terms } from "@/components/messages/terms";
import type { PayoutBin } from "@/server/services/published/payout-bins";
import { formatAda, groupDigits } from "@/server/words/format";

const texts = dayTexts.histogram;

/** How many recipients get how much. */
export function PayoutHistogram({ bins }: { bins: readonly PayoutBin[] }) {
  const low = bins[0]?.fromLovelace;
  const high = bins.at(-1)?.toLovelace;
  if (low === undefined || high === undefined) return null;
  const rows = bins.map((bin) => ({
    label: texts.bin(bin.fromLovelace, bin.toLovelace),
    value: bin.recipients,
    text: groupDigits(bin.recipients),
  }));
  const recipients = bins.reduce((sum, bin) => sum + bin.recipients, 0);
  return (
    <ChartFigure
      summary={texts.summary(recipients, low, high)}
      labelHeading={terms.head.prize}
      valueLabel={terms.head.recipients}
      rows={rows}
    >
      <Bars
        data={rows}
        gap={0.06}
        formatAxis={(value) => groupDigits(value)}
        axisEnds={[formatAda(low, { short: true }), formatAda(high, { short: true })]}
      />
    </ChartFigure>
  );
}
