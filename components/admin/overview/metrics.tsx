import { Sparkline } from "@/components/charts/sparkline";
import { overviewTexts } from "@/components/messages/overview";
import { formatDuration } from "@/components/ui/format-time";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { type MetricVerdict, oldestPayoutMs, TARGETS } from "@/server/domain/metrics/service-metrics";
import type { MetricsView } from "@/server/services/metrics/read-metrics";
import type { ServicePoint } from "@/server/services/overview/read-history";
import { formatPercent, groupDigits } from "@/server/words/format";

const texts = overviewTexts.service;
const UNKNOWN = texts.verdicts.unknown;
const TONES: Record<MetricVerdict, Tone> = { met: "well", missed: "stopped", unknown: "neutral", early: "neutral" };
const MINUTES_A_DAY = 1_440;

/** The five ServiceMetrics, each with its target and its evidence. */
export function Metrics({ view, service }: { view: MetricsView; service: readonly ServicePoint[] }) {
  const { metrics, verdicts, evidence } = view;
  const { scan, outcomes, heartbeats, intervalMs } = evidence;
  const state = (name: keyof typeof verdicts) => ({
    tone: TONES[verdicts[name]],
    word: texts.verdicts[verdicts[name]],
  });
  const lag = scan ? Math.max(0, scan.tipHeight - scan.height) : 0;
  // The first and the current day are not whole: their share of minutes would be wrong.
  const whole = service.slice(1, -1);
  return (
    <StatGrid columns={5}>
      <Stat
        label={texts.uptime.label}
        value={metrics.uptime === null ? UNKNOWN : formatPercent(metrics.uptime)}
        target={texts.target(formatPercent(TARGETS.uptime, 1))}
        state={state("uptime")}
        note={heartbeats ? texts.uptime.note(heartbeats.minutes) : texts.uptime.none}
        trend={
          whole.length > 1 ? (
            <Sparkline
              values={whole.map(({ minutes }) => minutes / MINUTES_A_DAY)}
              target={TARGETS.uptime}
              summary={texts.uptime.trend(whole.length)}
            />
          ) : undefined
        }
      />
      <Stat
        label={texts.payout.label}
        value={
          metrics.lastSuccessfulPayout === null ? (
            UNKNOWN
          ) : (
            <Time ms={metrics.lastSuccessfulPayout} nowMs={scan?.timeMs} />
          )
        }
        target={texts.targetUnder(intervalMs === null ? "24 h" : formatDuration(oldestPayoutMs(intervalMs)))}
        state={state("lastSuccessfulPayout")}
        note={metrics.lastSuccessfulPayout === null ? texts.payout.none : texts.payout.note}
      />
      <Stat
        label={texts.scan.label}
        value={metrics.participantScanStatus ? texts.scan[metrics.participantScanStatus] : UNKNOWN}
        target={texts.target(texts.scan.healthy)}
        state={state("participantScanStatus")}
        note={scan ? texts.scan.note(groupDigits(scan.height)) : texts.noBlock}
      />
      <Stat
        label={texts.sync.label}
        value={metrics.blockchainSyncStatus ? texts.sync[metrics.blockchainSyncStatus] : UNKNOWN}
        target={texts.target(texts.sync.synced)}
        state={state("blockchainSyncStatus")}
        note={scan ? (lag === 0 ? texts.sync.atTip : texts.sync.lag(lag)) : texts.noBlock}
      />
      <Stat
        label={texts.errors.label}
        value={metrics.errorRate === null ? UNKNOWN : formatPercent(metrics.errorRate, 3)}
        target={texts.targetUnder(formatPercent(TARGETS.errorRate, 1))}
        state={state("errorRate")}
        note={texts.errors.note(groupDigits(outcomes.failed), groupDigits(outcomes.total))}
        trend={
          whole.length > 1 ? (
            <Sparkline
              values={whole.map(({ runs, failed }) => (runs === 0 ? null : failed / runs))}
              target={TARGETS.errorRate}
              summary={texts.errors.trend(whole.length)}
            />
          ) : undefined
        }
      />
    </StatGrid>
  );
}
