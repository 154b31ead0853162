import { formatAdaFigure, groupDigits } from "@/components/ui/format";
import { Bars } from "./bars";
import { ChartFigure } from "./chart-figure";
import { binAmounts, type HistogramBin } from "./histogram-bins";

type HistogramProps = {
  amountsLovelace: readonly bigint[];
  binCount?: number;
  /** What is counted: "Recipients". */
  valueLabel: string;
  summary: string;
};

function nameBin({ fromLovelace, toLovelace }: HistogramBin): string {
  const from = formatAdaFigure(fromLovelace);
  return fromLovelace === toLovelace ? `${from} ADA` : `${from} to ${formatAdaFigure(toLovelace)} ADA`;
}

/** How many amounts fall in each range, without JavaScript. */
export function Histogram({ amountsLovelace, binCount = 20, valueLabel, summary }: HistogramProps) {
  const bins = binAmounts(amountsLovelace, binCount);
  const rows = bins.map((bin) => ({ label: nameBin(bin), value: bin.count, text: groupDigits(bin.count) }));
  const low = bins[0]?.fromLovelace ?? 0n;
  const high = bins.at(-1)?.toLovelace ?? 0n;
  return (
    <ChartFigure summary={summary} labelHeading="Amount" valueLabel={valueLabel} rows={rows}>
      <Bars
        data={rows}
        gap={0.06}
        formatAxis={(value) => groupDigits(value)}
        axisEnds={[
          `${formatAdaFigure(low, { short: true })} ADA`,
          `${formatAdaFigure(high, { short: true })} ADA`,
        ]}
      />
    </ChartFigure>
  );
}
