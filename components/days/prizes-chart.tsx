import { BarSeries } from "@/components/charts/bar-series";
import type { BarDatum, BarTone } from "@/components/charts/bars";
import { adaHeight } from "@/components/charts/scale";
import { formatAda, formatCompact } from "@/components/ui/format";
import type { DaySummary } from "@/server/services/published/list-days";
import type { AmountState } from "@/server/services/published/published";
import { dayStateLook } from "./day-state";

const TONES: Partial<Record<AmountState, BarTone>> = {
  confirmed: "normal",
  stopped: "stopped",
  carried: "quiet",
};

/** Prizes of the latest days, oldest first; those that are not confirmed stand out. Drawn on the server. */
export function PrizesChart({ days }: { days: readonly DaySummary[] }) {
  const shown = days.filter((day) => day.payoutLovelace !== null).toReversed();
  const data = shown.map((day): BarDatum => {
    const value = day.payoutLovelace ?? 0n;
    return {
      label: String(day.dayIndex),
      value,
      text: `${formatAda(value)}, ${dayStateLook(day.state).word.toLowerCase()}`,
      tone: TONES[day.amountState] ?? "waiting",
    };
  });
  const paid = shown.filter((day) => day.amountState === "confirmed");
  const total = paid.reduce((sum, day) => sum + (day.payoutLovelace ?? 0n), 0n);
  const span = paid.length === 1 ? "1 day" : `${paid.length} days`;
  const waiting = shown.length - paid.length;
  const open = waiting === 0 ? "" : ` ${waiting} more ${waiting === 1 ? "day is" : "days are"} not paid.`;
  return (
    <BarSeries
      data={data}
      labelHeading="Day"
      valueLabel="Prizes"
      summary={`${formatAda(total)} paid in ${span}.${open}`}
      formatAxis={(value) => formatCompact(adaHeight(BigInt(value)))}
    />
  );
}
