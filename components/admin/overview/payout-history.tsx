import { TimeBars } from "@/components/charts/time-bars";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { formatAda } from "@/components/ui/format";
import type { PayoutPoint } from "@/server/services/overview/read-history";

const PAID = new Set(["PAID", "FINAL"]);
const STOPPED = new Set(["FROZEN", "PART_PAID"]);

/** What was paid, day by day: what the chain confirmed, not what was planned. */
export function PayoutHistory({ points }: { points: readonly PayoutPoint[] }) {
  const paid = points.filter(({ state }) => PAID.has(state));
  const total = paid.reduce((sum, { totalLovelace }) => sum + totalLovelace, 0n);
  return (
    <Card title="Paid by day">
      {paid.length === 0 ? (
        <EmptyState title="No day is paid yet">Each day appears here once the chain has confirmed it.</EmptyState>
      ) : (
        <TimeBars
          unit="ada"
          labelHeading="Day"
          valueLabel="Paid"
          summary={`${paid.length} ${paid.length === 1 ? "day" : "days"} paid, ${formatAda(total)} in all, confirmed on chain.`}
          data={points.map(({ dayIndex, state, totalLovelace }) => ({
            label: `${dayIndex}`,
            value: totalLovelace.toString(),
            tone: STOPPED.has(state) ? "stopped" : PAID.has(state) ? "normal" : "quiet",
            href: `/admin/days/${dayIndex}`,
          }))}
        />
      )}
    </Card>
  );
}
