import { type BarDatum, Bars, type BarTone } from "@/components/charts/bars";
import { ChartFigure } from "@/components/charts/chart-figure";
import { adaHeight } from "@/components/charts/scale";
import { landingTexts } from "@/components/messages/landing";
import { stateTexts } from "@/components/messages/states";
import { terms } from "@/components/messages/terms";
import type { DaySummary } from "@/server/services/published/list-days";
import type { AmountState } from "@/server/services/published/published";
import { formatCompact } from "@/server/words/format";

const TONES: Partial<Record<AmountState, BarTone>> = {
  confirmed: "normal",
  stopped: "stopped",
  carried: "quiet",
};

const texts = landingTexts.prizes;

/** Prizes of the latest days, oldest first; unconfirmed ones stand out. Drawn on the server. */
export function PrizesChart({ days }: { days: readonly DaySummary[] }) {
  const shown = days.filter((day) => day.payoutLovelace !== null).toReversed();
  const data = shown.map((day): BarDatum => {
    const value = day.payoutLovelace ?? 0n;
    return {
      label: String(day.dayIndex),
      value,
      text: texts.bar(value, stateTexts.day[day.state]),
      tone: TONES[day.amountState] ?? "waiting",
    };
  });
  const paid = shown.filter((day) => day.amountState === "confirmed");
  const total = paid.reduce((sum, day) => sum + (day.payoutLovelace ?? 0n), 0n);
  return (
    <ChartFigure
      rows={data}
      labelHeading={terms.head.day}
      valueLabel={terms.prizes}
      summary={texts.summary(total, paid.length, shown.length - paid.length)}
    >
      <Bars data={data} formatAxis={(value) => formatCompact(adaHeight(BigInt(value)))} />
    </ChartFigure>
  );
}
