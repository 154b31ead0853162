import { type BarDatum, Bars } from "./bars";
import { ChartFigure } from "./chart-figure";
import type { ChartValue } from "./scale";

type BarSeriesProps = {
  data: readonly BarDatum[];
  /** Heading of the labels in the table: "Day". */
  labelHeading: string;
  /** What the values are: "Prizes paid (ADA)". */
  valueLabel: string;
  summary: string;
  formatAxis: (value: ChartValue) => string;
  className?: string;
};

/** Values side by side, without JavaScript. */
export function BarSeries({ data, labelHeading, valueLabel, summary, formatAxis, className }: BarSeriesProps) {
  return (
    <ChartFigure summary={summary} labelHeading={labelHeading} valueLabel={valueLabel} rows={data}>
      <Bars data={data} formatAxis={formatAxis} className={className} />
    </ChartFigure>
  );
}
