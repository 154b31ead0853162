import { TimeBars } from "@/components/charts/time-bars";
import { overviewTexts } from "@/components/messages/overview";
import { terms } from "@/components/messages/terms";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PAID_DAY_STATES, STOPPED_DAY_STATES } from "@/server/domain/day/states";
import type { PayoutPoint } from "@/server/services/overview/read-history";
import { formatAda } from "@/server/words/format";

const texts = overviewTexts.history;

/** What was paid, day by day: what the chain confirmed, not what was planned. */
export function PayoutHistory({ points }: { points: readonly PayoutPoint[] }) {
  const paid = points.filter(({ state }) => PAID_DAY_STATES.includes(state));
  const total = paid.reduce((sum, { totalLovelace }) => sum + totalLovelace, 0n);
  return (
    <Card title={texts.title}>
      {paid.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneNote}</EmptyState>
      ) : (
        <TimeBars
          unit="ada"
          labelHeading={terms.head.day}
          valueLabel={texts.paid}
          summary={texts.summary(paid.length, formatAda(total))}
          data={points.map(({ dayIndex, state, totalLovelace }) => ({
            label: `${dayIndex}`,
            value: totalLovelace.toString(),
            tone: STOPPED_DAY_STATES.includes(state) ? "stopped" : PAID_DAY_STATES.includes(state) ? "normal" : "quiet",
            href: `/admin/days/${dayIndex}`,
          }))}
        />
      )}
    </Card>
  );
}
