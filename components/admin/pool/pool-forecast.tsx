import { TimeBars } from "@/components/charts/time-bars";
import { poolTexts } from "@/components/messages/pool";
import { Section } from "@/components/ui/card";
import { FEW_DAYS, forecastOf, type Projection, projectPool, type Runway } from "@/server/domain/metrics/forecast";
import { formatAda } from "@/server/words/format";

const texts = poolTexts.forecast;

/** What the pool has free on each of the next days, without deposits. */
export function PoolForecast({ runway }: { runway: Runway }) {
  const { points, emptyOn } = projectPool(runway);
  const { pot, day } = forecastOf(runway);
  return (
    <Section title={texts.title} note={texts.note(formatAda(pot), formatAda(day - pot))}>
      <TimeBars
        unit="ada"
        labelHeading={texts.day}
        valueLabel={texts.free}
        summary={summaryOf(emptyOn, points.length)}
        data={points.map(({ day: ahead, low, likely, high }) => ({
          label: texts.inDays(ahead),
          value: likely.toString(),
          text: texts.between(formatAda(likely), formatAda(low), formatAda(high)),
          tone: toneOf(ahead, emptyOn),
        }))}
      />
    </Section>
  );
}

function summaryOf({ soonest, likely }: Projection["emptyOn"], days: number): string {
  if (soonest === null) return texts.lasts(days);
  if (likely === null) return texts.mayEnd(soonest);
  return likely === soonest ? texts.ends(likely) : texts.endsBetween(soonest, likely);
}

function toneOf(ahead: number, { likely }: Projection["emptyOn"]) {
  if (likely === null || ahead < likely) return "normal";
  return likely <= Number(FEW_DAYS) ? "stopped" : "waiting";
}
