import { Bars } from "@/components/charts/bars";
import { ChartFigure } from "@/components/charts/chart-figure";
import { formatAda, formatAdaFigure, groupDigits } from "@/components/ui/format";
import type { PayoutBin } from "@/server/services/published/payout-bins";

/** How many get how much. */
export function PayoutHistogram({ bins }: { bins: readonly PayoutBin[] }) {
  const [first] = bins;
  const last = bins.at(-1);
  if (!first || !last) return null;
  const rows = bins.map((bin) => ({
    label:
      bin.fromLovelace === bin.toLovelace
        ? formatAda(bin.fromLovelace)
        : `${formatAdaFigure(bin.fromLovelace)} to ${formatAda(bin.toLovelace)}`,
    value: bin.recipients,
    text: groupDigits(bin.recipients),
  }));
  const recipients = bins.reduce((sum, bin) => sum + bin.recipients, 0);
  const range =
    first.fromLovelace === last.toLovelace
      ? `${formatAda(first.fromLovelace)} each`
      : `from ${formatAda(first.fromLovelace)} to ${formatAda(last.toLovelace)}`;
  return (
    <ChartFigure
      summary={`${groupDigits(recipients)} ${recipients === 1 ? "recipient" : "recipients"}, ${range}.`}
      labelHeading="Prize"
      valueLabel="Recipients"
      rows={rows}
    >
      <Bars
        data={rows}
        gap={0.06}
        formatAxis={(value) => groupDigits(value)}
        axisEnds={[formatAda(first.fromLovelace, { short: true }), formatAda(last.toLovelace, { short: true })]}
      />
    </ChartFigure>
  );
}
