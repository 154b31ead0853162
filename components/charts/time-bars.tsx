import { formatAdaFigure, formatCompact, groupDigits, parseLovelace } from "@/server/words/format";
import { Bars, type BarTone } from "./bars";
import { ChartFigure } from "./chart-figure";
import { adaHeight } from "./scale";
import { TimeBarsLoader } from "./time-bars-loader";

export type TimeBar = {
  label: string;
  /** A count, or lovelace as decimal text if `unit` is "ada". */
  value: number | string;
  /** Stands in the readout and the table in place of the value alone. */
  text?: string;
  tone?: BarTone;
  /** Opens when the bar is chosen. */
  href?: string;
};

type TimeBarsProps = {
  data: readonly TimeBar[];
  unit: "ada" | "count";
  labelHeading: string;
  valueLabel: string;
  summary: string;
};

/** Bars over time with a readout under the pointer. Drawn on the server first; the table has the exact figures. */
export function TimeBars({ data, unit, labelHeading, valueLabel, summary }: TimeBarsProps) {
  const bars = data.map((datum) => {
    const exact = unit === "ada" ? parseLovelace(String(datum.value)) : Number(datum.value);
    const text = datum.text ?? (typeof exact === "bigint" ? `${formatAdaFigure(exact)} ADA` : groupDigits(exact));
    const height = typeof exact === "bigint" ? adaHeight(exact) : exact;
    return { ...datum, exact, text, height };
  });
  const plotted = bars.map(({ label, height, text, tone, href }) => ({ label, height, text, tone, href }));
  return (
    <ChartFigure summary={summary} labelHeading={labelHeading} valueLabel={valueLabel} rows={bars}>
      <TimeBarsLoader data={plotted} valueLabel={valueLabel}>
        <Bars
          className="h-64"
          data={bars.map(({ label, exact, text, tone }) => ({ label, value: exact, text, tone }))}
          formatAxis={(value) => formatCompact(typeof value === "bigint" ? adaHeight(value) : value)}
        />
      </TimeBarsLoader>
    </ChartFigure>
  );
}
