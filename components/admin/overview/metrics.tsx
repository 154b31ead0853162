import { Sparkline } from "@/components/charts/sparkline";
import { formatPercent, groupDigits } from "@/components/ui/format";
import { formatDuration } from "@/components/ui/format-time";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import { type MetricVerdict, oldestPayoutMs, TARGETS } from "@/server/domain/metrics/service-metrics";
import type { MetricsView } from "@/server/services/metrics/read-metrics";
import type { ServicePoint } from "@/server/services/overview/read-history";

const STATES: Record<MetricVerdict, { tone: Tone; word: string }> = {
  met: { tone: "well", word: "On target" },
  missed: { tone: "stopped", word: "Off target" },
  unknown: { tone: "neutral", word: "Not known yet" },
};
const UNKNOWN = "Not known yet";
const MINUTES_A_DAY = 1_440;

const count = (value: number, one: string) => `${groupDigits(value)} ${value === 1 ? one : `${one}s`}`;

/** The five ServiceMetrics, each with its target and the evidence that it was computed from. */
export function Metrics({ view, service }: { view: MetricsView; service: readonly ServicePoint[] }) {
  const { metrics, verdicts, evidence } = view;
  const { scan, attempts, heartbeats, intervalMs } = evidence;
  const lag = scan ? Math.max(0, scan.tipHeight - scan.height) : 0;
  // The first and the present day are not whole days: their share of minutes would be wrong.
  const whole = service.slice(1, -1);
  return (
    <StatGrid columns={5}>
      <Stat
        label="Uptime"
        value={metrics.uptime === null ? UNKNOWN : formatPercent(metrics.uptime)}
        target={`Target ${formatPercent(TARGETS.uptime, 1)}`}
        state={STATES[verdicts.uptime]}
        note={heartbeats ? `${count(heartbeats.minutes, "minute")} seen` : "no heartbeat yet"}
        trend={
          whole.length > 1 ? (
            <Sparkline
              values={whole.map(({ minutes }) => minutes / MINUTES_A_DAY)}
              target={TARGETS.uptime}
              summary={`Uptime of the last ${whole.length} whole days`}
            />
          ) : undefined
        }
      />
      <Stat
        label="Last successful payout"
        value={
          metrics.lastSuccessfulPayout === null ? (
            UNKNOWN
          ) : (
            <Time ms={metrics.lastSuccessfulPayout} nowMs={scan?.timeMs} />
          )
        }
        target={
          intervalMs === null ? "Target under 24 h" : `Target under ${formatDuration(oldestPayoutMs(intervalMs))}`
        }
        state={STATES[verdicts.lastSuccessfulPayout]}
        note={metrics.lastSuccessfulPayout === null ? "no day is paid yet" : "chain time"}
      />
      <Stat
        label="Participant scan"
        value={metrics.participantScanStatus ?? UNKNOWN}
        target="Target healthy"
        state={STATES[verdicts.participantScanStatus]}
        note={scan ? `read to block ${groupDigits(scan.height)}` : "nothing read yet"}
      />
      <Stat
        label="Blockchain sync"
        value={metrics.blockchainSyncStatus ?? UNKNOWN}
        target="Target synced"
        state={STATES[verdicts.blockchainSyncStatus]}
        note={scan ? (lag === 0 ? "at the tip" : `${count(lag, "block")} behind`) : "nothing read yet"}
      />
      <Stat
        label="Error rate"
        value={metrics.errorRate === null ? UNKNOWN : formatPercent(metrics.errorRate, 3)}
        target={`Target under ${formatPercent(TARGETS.errorRate, 1)}`}
        state={STATES[verdicts.errorRate]}
        note={`${groupDigits(attempts.failed)} of ${groupDigits(attempts.total)} in 24 h`}
        trend={
          whole.length > 1 ? (
            <Sparkline
              values={whole.map(({ runs, failed }) => (runs === 0 ? null : failed / runs))}
              target={TARGETS.errorRate}
              summary={`Share of failed runs on the last ${whole.length} whole days`}
            />
          ) : undefined
        }
      />
    </StatGrid>
  );
}
