import { LONG_PAUSE_MS } from "@/server/domain/health/limits";
import type { PartName } from "@/server/domain/health/part";
import { FAILED_IN_A_ROW, SITE_WINDOW_MS, SLOW_MS, VISIT_LATE_MS } from "@/server/domain/metrics/judge-site";
import { VISIT_EVERY_MS } from "@/server/domain/metrics/visit";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import { UNWELL_SOURCE_STATES } from "@/server/domain/source/health";

/** Series of a test: the name with its labels, and a value that holds for as long as the test lasts. */
export type TestSeries = Readonly<Record<string, number>>;

export type AlertRule = {
  /** The incident that it is; null where the built-in rules have none. */
  readonly kind: IncidentKind | null;
  /** Its name, where there are several of a kind or there is no kind. */
  readonly name?: string;
  readonly expr: string;
  /** With these it fires, and with those it does not, although they are near. */
  readonly fires: TestSeries;
  readonly quiet: TestSeries;
};

const seconds = (ms: number) => ms / 1_000;

/** What an engine or the database tells as a part's state, which is judged in one place: server/services/health. */
function ofPart(kind: IncidentKind, part: PartName, states: "failing" | "warning|failing", name?: string): AlertRule {
  const series = (state: string) => `oracle_part_state{part="${part}",state="${state}"}`;
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    expr: `oracle_part_state{part="${part}",state=~"${states}"} == 1`,
    fires: { [series("failing")]: 1, [series("warning")]: 0 },
    quiet: { [series("failing")]: 0, [series("warning")]: states === "failing" ? 1 : 0, [series("ok")]: 1 },
  };
}

/** What takes more than figures to judge: the built-in rules do, and tell their open incidents. */
function ofIncident(kind: IncidentKind): AlertRule {
  const series = `oracle_incidents_open{kind="${kind}",priority="1"}`;
  return {
    kind,
    expr: `oracle_incidents_open{kind="${kind}"} > 0`,
    fires: { [series]: 1 },
    quiet: { [series]: 0, 'oracle_incidents_open{kind="another",priority="1"}': 1 },
  };
}

const VISITED_LATELY = `oracle_probe_age_seconds < ${seconds(VISIT_LATE_MS)}`;
/** What rules look back over, in Prometheus' words. */
const over = (ms: number) => `[${seconds(ms)}s]`;
const VISITS_IN_A_ROW = over(FAILED_IN_A_ROW * VISIT_EVERY_MS);

const sourceState = (state: string) => `oracle_source_state{source="koios",state="${state}"}`;

/** In the order of the kinds. One for each that figures can tell; bounds are those of the built-in rules. */
export const ALERT_RULES: readonly AlertRule[] = [
  {
    kind: null,
    name: "OracleNotScraped",
    expr: "absent(oracle_up)",
    fires: {},
    quiet: { oracle_up: 0 },
  },
  { kind: "database-away", expr: "oracle_up == 0", fires: { oracle_up: 0 }, quiet: { oracle_up: 1 } },
  ofPart("engine-silent", "engine", "warning|failing"),
  {
    kind: "job-failing",
    expr: 'oracle_part_state{part=~"job .*",state="failing"} == 1',
    fires: { 'oracle_part_state{part="job scan",state="failing"}': 1 },
    quiet: {
      'oracle_part_state{part="job scan",state="failing"}': 0,
      'oracle_part_state{part="scan",state="failing"}': 1,
    },
  },
  {
    kind: "site-down",
    expr: `max_over_time(oracle_probe_success${VISITS_IN_A_ROW}) == 0 and ${VISITED_LATELY}`,
    fires: { 'oracle_probe_success{door="/"}': 0, 'oracle_probe_age_seconds{door="/"}': 60 },
    quiet: { 'oracle_probe_success{door="/"}': 0, 'oracle_probe_age_seconds{door="/"}': seconds(VISIT_LATE_MS) },
  },
  {
    kind: "site-stale",
    expr: `min_over_time(oracle_probe_stale${VISITS_IN_A_ROW}) == 1 and ${VISITED_LATELY}`,
    fires: { 'oracle_probe_stale{door="/"}': 1, 'oracle_probe_age_seconds{door="/"}': 60 },
    quiet: { 'oracle_probe_stale{door="/"}': 0, 'oracle_probe_age_seconds{door="/"}': 60 },
  },
  {
    kind: "site-slow",
    expr: `quantile_over_time(0.95, oracle_probe_duration_seconds${over(SITE_WINDOW_MS)}) > ${seconds(SLOW_MS)} and ${VISITED_LATELY}`,
    fires: {
      'oracle_probe_duration_seconds{door="/"}': seconds(SLOW_MS) + 0.1,
      'oracle_probe_age_seconds{door="/"}': 60,
    },
    // One that is fast enough, and one that nobody has visited lately.
    quiet: {
      'oracle_probe_duration_seconds{door="/"}': seconds(SLOW_MS),
      'oracle_probe_age_seconds{door="/"}': 60,
      'oracle_probe_duration_seconds{door="/days"}': seconds(SLOW_MS) + 0.1,
      'oracle_probe_age_seconds{door="/days"}': seconds(VISIT_LATE_MS),
    },
  },
  ofIncident("error-rate"),
  ofPart("disk-full", "reports", "warning|failing"),
  ofPart("clock-wrong", "clock", "warning|failing"),
  ofIncident("certificate-old"),
  ofIncident("key-old"),
  ofIncident("backup-old"),
  ofIncident("drill-old"),
  ofIncident("channel-failing"),
  ofIncident("performance-worse"),
  ofIncident("chain-stalled"),
  ofIncident("chain-fork"),
  ofIncident("rollback-deep"),
  ofPart("scan-behind", "scan", "warning|failing"),
  ofPart("source-away", "source", "failing"),
  ofPart("source-away", "sources", "failing", "SourcesAway"),
  {
    kind: "source-unwell",
    expr: `oracle_source_state{state=~"${UNWELL_SOURCE_STATES.join("|")}"} == 1`,
    fires: { [sourceState("behind")]: 1 },
    quiet: { [sourceState("behind")]: 0, [sourceState("good")]: 1 },
  },
  ofIncident("sources-disagree"),
  {
    kind: "day-overdue",
    expr: "oracle_unpaid_overdue_seconds > 0 and oracle_unpaid_overdue_seconds >= oracle_day_grace_seconds",
    fires: { oracle_unpaid_overdue_seconds: 900, oracle_day_grace_seconds: 900 },
    quiet: { oracle_unpaid_overdue_seconds: 899, oracle_day_grace_seconds: 900 },
  },
  {
    kind: "day-behind",
    expr: "oracle_day_behind_seconds > 0 and oracle_day_behind_seconds >= oracle_day_grace_seconds",
    fires: { oracle_day_behind_seconds: 900, oracle_day_grace_seconds: 900 },
    quiet: { oracle_day_behind_seconds: 899, oracle_day_grace_seconds: 900 },
  },
  {
    kind: "day-stopped",
    expr: 'oracle_days{state="FROZEN"} > 0',
    fires: { 'oracle_days{state="FROZEN"}': 1 },
    quiet: { 'oracle_days{state="FROZEN"}': 0, 'oracle_days{state="PROPOSED"}': 1 },
  },
  ofIncident("approval-late"),
  ofIncident("approver-silent"),
  ofIncident("batch-unconfirmed"),
  ofIncident("plan-deviates"),
  ofIncident("money-moved"),
  ofIncident("machines-disagree"),
  ofIncident("signature-wrong"),
  ofPart("pool-low", "pool", "warning|failing"),
  ofPart("operator-low", "operator", "warning|failing"),
  ofPart("signer-away", "oracle", "warning|failing"),
  ofPart("signer-away", "approvers", "warning|failing", "ApproverSignerAway"),
  ofPart("signer-version", "signers' versions", "warning|failing"),
  {
    kind: "payouts-held",
    expr: "oracle_payouts_held == 1",
    fires: { oracle_payouts_held: 1 },
    quiet: { oracle_payouts_held: 0 },
  },
  {
    kind: "pause-long",
    expr: `oracle_engine_paused_seconds >= ${seconds(LONG_PAUSE_MS)}`,
    fires: { oracle_engine_paused_seconds: seconds(LONG_PAUSE_MS) },
    quiet: { oracle_engine_paused_seconds: seconds(LONG_PAUSE_MS) - 1 },
  },
  ofIncident("login-attack"),
  ofPart("audit-broken", "audit log", "failing"),
];

/** What a person says, no figure tells. */
export const TOLD_BY_NO_FIGURE: readonly IncidentKind[] = ["by-hand"];
