import { TimeBars } from "@/components/charts/time-bars";
import { metricTexts } from "@/components/messages/metrics";
import { Disclosure } from "@/components/ui/disclosure";
import type { ServicePoint } from "@/server/services/metrics/read-service-history";
import { groupDigits } from "@/server/words/format";

const texts = metricTexts.history;
const sum = (values: readonly number[]) => values.reduce((left, right) => left + right, 0);

/** Ninety whole days of what metrics are made of, each as a chart and a table. */
export function MetricHistory({ service }: { service: readonly ServicePoint[] }) {
  const measured = service.flatMap(({ date, apiP99Ms }) =>
    apiP99Ms === null ? [] : { label: date, value: Math.round(apiP99Ms) },
  );
  const down = sum(service.map((point) => point.down));
  const [failed, total] = [sum(service.map((point) => point.failed)), sum(service.map((point) => point.total))];
  return (
    <Disclosure summary={texts.title}>
      {service.length === 0 ? (
        <p className="text-muted">{texts.none}</p>
      ) : (
        <div className="grid gap-8 lg:grid-cols-2">
          <TimeBars
            unit="count"
            labelHeading={texts.day}
            valueLabel={texts.down.label}
            summary={texts.down.summary(down, service.length)}
            data={service.map((point) => ({ label: point.date, value: point.down, tone: "stopped" }))}
          />
          <TimeBars
            unit="count"
            labelHeading={texts.day}
            valueLabel={texts.failed.label}
            summary={texts.failed.summary(groupDigits(failed), groupDigits(total))}
            data={service.map((point) => ({ label: point.date, value: point.failed, tone: "stopped" }))}
          />
          {measured.length === 0 ? null : (
            <TimeBars
              unit="count"
              labelHeading={texts.day}
              valueLabel={texts.api.label}
              summary={texts.api.summary(groupDigits(Math.max(...measured.map(({ value }) => value))))}
              data={measured}
            />
          )}
        </div>
      )}
    </Disclosure>
  );
}
