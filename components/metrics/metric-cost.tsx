import { metricTexts } from "@/components/messages/metrics";
import { Amount } from "@/components/ui/amount";
import { Stat, StatGrid } from "@/components/ui/stat";
import type { ServiceMetrics } from "@/server/domain/metrics/service-metrics";
import { groupDigits } from "@/server/words/format";

const texts = metricTexts.cost;

/** What it costs, for those who run the service: nothing is promised here. */
export function MetricCost({ cost }: Pick<ServiceMetrics, "cost">) {
  const { feesLovelace, sourceCallsToday } = cost;
  return (
    <StatGrid columns={2}>
      <Stat label={texts.fees} value={<Amount lovelace={feesLovelace} />} note={texts.feesNote} />
      <Stat
        label={texts.calls}
        value={sourceCallsToday === null ? texts.noCalls : groupDigits(sourceCallsToday)}
        note={texts.callsNote}
      />
    </StatGrid>
  );
}
