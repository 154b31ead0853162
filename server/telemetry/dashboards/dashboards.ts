import { course, type Dashboard, stat } from "./panel";

/** Of several instances each tells the same of the shared database. */
const one = (figure: string, by = "") => (by === "" ? `max(${figure})` : `max by (${by}) (${figure})`);
const ada = (figure: string) => `max(${figure}) / 1e6`;
const percentile = (share: number, metric: string, by: string) =>
  `histogram_quantile(${share}, sum by (le, ${by}) (rate(${metric}_bucket[5m])))`;

const SERVICE: Dashboard = {
  uid: "prize-oracle-service",
  title: "Daily Prize Oracle: Service",
  panels: [
    stat("Database", "short", [one("oracle_up"), "up"]),
    stat("Uptime, 90 days", "percentunit", [one("oracle_uptime_ratio"), "uptime"]),
    stat("Errors, 24 hours", "percentunit", [one("oracle_error_ratio"), "errors"]),
    stat("Open incidents", "short", ["sum(max by (kind, priority) (oracle_incidents_open))", "open"]),
    stat("Not acknowledged, priority 1", "short", [one('oracle_incidents_unacknowledged{priority="1"}'), "1"]),
    stat("Since a job ran", "s", ["min(oracle_job_last_run_seconds)", "any job"]),
    course("Parts that are not well", "short", [
      one('oracle_part_state{state=~"warning|failing|unknown"} == 1', "part, state"),
      "{{part}} {{state}}",
    ]),
    course("Open incidents by kind", "short", [
      one("oracle_incidents_open > 0", "kind, priority"),
      "{{kind}} ({{priority}})",
    ]),
    course("Requests", "reqps", [
      "sum by (door, status) (rate(oracle_request_duration_seconds_count[5m]))",
      "{{door}} {{status}}",
    ]),
    course("Requests, p99", "s", [percentile(0.99, "oracle_request_duration_seconds", "door"), "{{door}}"]),
    course("Visits of the prober", "s", [one("oracle_probe_duration_seconds", "door"), "{{door}}"]),
    course("Visits that were good", "short", [one("oracle_probe_success", "door"), "{{door}}"]),
    course("Runs of jobs, p95", "s", [percentile(0.95, "oracle_job_duration_seconds", "job"), "{{job}}"]),
    course("Messages that wait", "short", [one("oracle_deliveries_waiting", "channel"), "{{channel}}"]),
    course("Memory", "bytes", ["process_resident_memory_bytes", "{{instance}} {{process}}"]),
    course("Processor", "percentunit", ["rate(process_cpu_seconds_total[5m])", "{{instance}} {{process}}"]),
    course("Event loop, p99", "s", ["nodejs_eventloop_lag_p99_seconds", "{{instance}} {{process}}"]),
    course("Looks of the engine", "s", [one("oracle_look_age_seconds", "part"), "{{part}}"]),
  ],
};

const DAYS_AND_MONEY: Dashboard = {
  uid: "prize-oracle-days",
  title: "Daily Prize Oracle: Days and money",
  panels: [
    stat("Unpaid days", "short", [one("oracle_unpaid_days"), "days"]),
    stat("Oldest unpaid day ended", "s", [one("oracle_unpaid_age_seconds"), "ago"]),
    stat("After its time", "s", [one("oracle_unpaid_overdue_seconds"), "overdue"]),
    stat("Stopped days", "short", [one('oracle_days{state="FROZEN"}'), "stopped"]),
    stat("Last paid day", "dateTimeFromNow", ["max(oracle_last_payout_timestamp_seconds) * 1000", "paid"]),
    stat("Pool lasts", "short", [one("oracle_pool_days"), "days"]),
    course("Pool", "ada", [ada("oracle_pool_lovelace"), "held"], [ada("oracle_pool_free_lovelace"), "free"]),
    course(
      "Prize of a day",
      "ada",
      [ada("oracle_pool_day_lovelace"), "at present"],
      [ada("oracle_last_day_lovelace"), "last"],
    ),
    course(
      "Fees",
      "ada",
      [ada("oracle_last_day_fee_lovelace"), "of the last day"],
      [ada("oracle_fees_paid_lovelace"), "in all"],
    ),
    course("Operator's address", "ada", [ada("oracle_operator_lovelace"), "held"]),
    course(
      "Oldest unpaid day",
      "s",
      [one("oracle_unpaid_age_seconds"), "age"],
      [one("oracle_unpaid_overdue_seconds"), "overdue"],
    ),
    course(
      "Behind its timeline",
      "s",
      [one("oracle_day_behind_seconds"), "behind"],
      [one("oracle_day_grace_seconds"), "late from"],
    ),
    course("Days by state", "short", [one('oracle_days{state!~"FINAL|CARRIED|CLOSED"}', "state"), "{{state}}"]),
    course("Transactions that are not final", "short", [
      one("oracle_attempts_open", "kind, state"),
      "{{kind}} {{state}}",
    ]),
    course("Held or paused", "short", [one("oracle_payouts_held"), "held"], [one("oracle_engine_paused"), "paused"]),
    course(
      "Paid in time",
      "percentunit",
      [one("oracle_days_in_time_ratio"), "days"],
      [one("oracle_lines_in_time_ratio"), "lines"],
    ),
  ],
};

const CHAIN_AND_SOURCES: Dashboard = {
  uid: "prize-oracle-chain",
  title: "Daily Prize Oracle: Chain and sources",
  panels: [
    stat("Newest block", "s", [one("oracle_tip_age_seconds"), "ago"]),
    stat("Scan behind", "short", [one("oracle_scan_lag_blocks"), "blocks"]),
    stat("Scan behind in time", "s", [one("oracle_scan_lag_seconds"), "time"]),
    stat("Block read", "short", [one("oracle_scan_height"), "height"]),
    stat("Read from", "short", [one("oracle_source_read_from == 1", "source"), "{{source}}"]),
    stat("Payouts held", "short", [one("oracle_payouts_held"), "held"]),
    course(
      "Age of the newest block",
      "s",
      [one("oracle_tip_age_seconds"), "scan"],
      [one("oracle_source_tip_age_seconds", "source"), "{{source}}"],
    ),
    course("Blocks behind", "short", [one("oracle_scan_lag_blocks"), "scan"]),
    course("Sources that are not good", "short", [
      one('oracle_source_state{state!="good"} == 1', "source, state"),
      "{{source}} {{state}}",
    ]),
    course("Height that sources tell", "short", [one("oracle_source_tip_height", "source"), "{{source}}"]),
    course("Questions", "reqps", [
      "sum by (source, outcome) (rate(oracle_source_call_duration_seconds_count[5m]))",
      "{{source}} {{outcome}}",
    ]),
    course("Questions, p95", "s", [
      percentile(0.95, "oracle_source_call_duration_seconds", "source, question"),
      "{{source}} {{question}}",
    ]),
    course("Calls of this day", "short", [one("oracle_source_calls_today", "source"), "{{source}}"]),
    course("Scans, p95", "s", [percentile(0.95, "oracle_job_duration_seconds", "job"), "{{job}}"]),
  ],
};

export const DASHBOARDS: readonly Dashboard[] = [SERVICE, DAYS_AND_MONEY, CHAIN_AND_SOURCES];
