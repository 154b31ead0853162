import type { ReactNode } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { metricTexts as texts } from "@/components/messages/metrics";
import { formatDuration } from "@/components/ui/format-time";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import {
  type MetricVerdict,
  type MetricVerdicts,
  oldestPayoutMs,
  TARGETS,
} from "@/server/domain/metrics/judge-metrics";
import type { ApiResponse } from "@/server/domain/metrics/service-metrics";
import type { MetricsView } from "@/server/services/metrics/read-metrics";
import type { ServicePoint } from "@/server/services/metrics/read-service-history";
import { formatPercent, groupDigits } from "@/server/words/format";

const TONES: Record<MetricVerdict, Tone> = { met: "well", missed: "stopped", unknown: "neutral", early: "neutral" };

type Cell = { label: string; value: ReactNode; target: string; note: ReactNode; trend?: ReactNode };

const known = <T,>(value: T | null, show: (value: T) => ReactNode): ReactNode =>
  value === null ? texts.verdicts.unknown : show(value);
const share = (value: number | null) => known(value, (each) => formatPercent(each));

/** Every metric with its target and its evidence, and some with their last days. */
export function MetricGrid({ view, service }: { view: MetricsView; service: readonly ServicePoint[] }) {
  const cells = { ...liveCells(view, service), ...promiseCells(view) };
  return (
    <StatGrid columns={5}>
      {(Object.keys(cells) as (keyof MetricVerdicts)[]).map((name) => (
        <Stat
          key={name}
          {...cells[name]}
          state={{ tone: TONES[view.verdicts[name]], word: texts.verdicts[view.verdicts[name]] }}
        />
      ))}
    </StatGrid>
  );
}

function liveCells({ metrics, evidence }: MetricsView, service: readonly ServicePoint[]) {
  const { scan, outcomes, minutes, intervalMs } = evidence;
  const lag = scan ? Math.max(0, scan.tipHeight - scan.height) : 0;
  const payout = metrics.lastSuccessfulPayout;
  return {
    uptime: {
      label: texts.uptime.label,
      value: share(metrics.uptime),
      target: texts.target(formatPercent(TARGETS.uptime, 1)),
      note: minutes.up + minutes.down > 0 ? texts.uptime.note(minutes.up) : texts.uptime.none,
      trend: trendOf(
        service.map(({ up, down }) => (up + down === 0 ? null : up / (up + down))),
        TARGETS.uptime,
        texts.uptime.trend,
      ),
    },
    lastSuccessfulPayout: {
      label: texts.payout.label,
      value: known(payout, (ms) => <Time ms={ms} nowMs={scan?.timeMs} />),
      target: texts.targetUnder(intervalMs === null ? "24 h" : formatDuration(oldestPayoutMs(intervalMs))),
      note: payout === null ? texts.payout.none : texts.payout.note,
    },
    participantScanStatus: {
      label: texts.scan.label,
      value: known(metrics.participantScanStatus, (status) => texts.scan[status]),
      target: texts.target(texts.scan.healthy),
      note: scan ? texts.scan.note(groupDigits(scan.height)) : texts.noBlock,
    },
    blockchainSyncStatus: {
      label: texts.sync.label,
      value: known(metrics.blockchainSyncStatus, (status) => texts.sync[status]),
      target: texts.target(texts.sync.synced),
      note: scan ? (lag === 0 ? texts.sync.atTip : texts.sync.lag(lag)) : texts.noBlock,
    },
    errorRate: {
      label: texts.errors.label,
      value: known(metrics.errorRate, (rate) => formatPercent(rate, 3)),
      target: texts.targetUnder(formatPercent(TARGETS.errorRate, 1)),
      note: texts.errors.note(groupDigits(outcomes.failed), groupDigits(outcomes.total)),
      trend: trendOf(
        service.map(({ total, failed }) => (total === 0 ? null : failed / total)),
        TARGETS.errorRate,
        texts.errors.trend,
      ),
    },
  } satisfies Partial<Record<keyof MetricVerdicts, Cell>>;
}

function promiseCells({ metrics, evidence }: MetricsView) {
  const { paidInTime, verifiedDays } = evidence;
  const { days, lines } = paidInTime;
  return {
    daysPaidInTime: {
      label: texts.days.label,
      value: share(metrics.daysPaidInTime),
      target: texts.target(formatPercent(TARGETS.paidInTime)),
      note: texts.days.note(days.good, days.total),
    },
    linesPaidInTime: {
      label: texts.lines.label,
      value: share(metrics.linesPaidInTime),
      target: texts.target(formatPercent(TARGETS.paidInTime)),
      note: texts.lines.note(lines.good, lines.total),
    },
    dataAccuracy: {
      label: texts.accuracy.label,
      value: share(metrics.dataAccuracy),
      target: texts.target(formatPercent(TARGETS.dataAccuracy, 0)),
      note: texts.accuracy.note(verifiedDays.good, verifiedDays.total),
    },
    apiResponse: {
      label: texts.api.label,
      value: known(metrics.apiResponse, ({ p99 }) => texts.api.milliseconds(p99)),
      target: texts.targetUnder(texts.api.milliseconds(TARGETS.apiP99Ms)),
      note: metrics.apiResponse ? sayTimes(metrics.apiResponse) : null,
    },
    securityIncidents: {
      label: texts.security.label,
      value: groupDigits(metrics.securityIncidents),
      target: texts.target(groupDigits(TARGETS.securityIncidents)),
      note: texts.security.note,
    },
  } satisfies Partial<Record<keyof MetricVerdicts, Cell>>;
}

const sayTimes = ({ p50, p95 }: ApiResponse) =>
  texts.api.note(texts.api.milliseconds(p50), texts.api.milliseconds(p95));

const trendOf = (values: readonly (number | null)[], target: number, summary: (days: number) => string) =>
  values.length > 1 ? <Sparkline values={values} target={target} summary={summary(values.length)} /> : undefined;
