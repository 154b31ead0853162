/** A figure as Prometheus takes it: help in a sentence, and labels with few values, never a person or an address. */
type FigureKind = { readonly help: string; readonly labels: readonly string[] };

const define = <Name extends string>(figures: Readonly<Record<Name, FigureKind>>) => figures;
const figure = (help: string, ...labels: readonly string[]): FigureKind => ({ help, labels });

/** Every figure that is read from the database. Units are in the names; what is not known is left out. */
export const FIGURES = define({
  oracle_up: figure("1 if the database answered and takes writes, else 0; without it all others are missing."),
  oracle_figures_read: figure("1 if this group of figures could be read.", "group"),
  // What the health check says.
  oracle_part_state: figure("1 for the state that a part of the service is in, 0 for the others.", "part", "state"),
  oracle_look_age_seconds: figure("Since an engine or web process last looked at a part that only it sees.", "part"),
  // ServiceMetrics, as in the GLOSSARY.
  oracle_uptime_ratio: figure("ServiceMetrics uptime, from 0 to 1."),
  oracle_error_ratio: figure("ServiceMetrics errorRate, from 0 to 1."),
  oracle_last_payout_timestamp_seconds: figure("ServiceMetrics lastSuccessfulPayout: chain time of the last paid day."),
  oracle_scan_status: figure("1 for the ServiceMetrics participantScanStatus that holds.", "status"),
  oracle_sync_status: figure("1 for the ServiceMetrics blockchainSyncStatus that holds.", "status"),
  oracle_days_in_time_ratio: figure("ServiceMetrics daysPaidInTime, from 0 to 1."),
  oracle_lines_in_time_ratio: figure("ServiceMetrics linesPaidInTime, from 0 to 1."),
  oracle_data_accuracy_ratio: figure("ServiceMetrics dataAccuracy, from 0 to 1."),
  oracle_api_response_seconds: figure("ServiceMetrics apiResponse: percentiles of the public API.", "quantile"),
  oracle_security_incidents: figure("ServiceMetrics securityIncidents."),
  oracle_fees_paid_lovelace: figure("ServiceMetrics cost: fees that were paid on chain so far."),
  oracle_metric_verdict: figure("1 for how a ServiceMetric is against its target.", "metric", "verdict"),
  // Incidents and what is told of them.
  oracle_incidents_open: figure("Open incidents.", "kind", "priority"),
  oracle_incidents_unacknowledged: figure(
    "Open incidents that nobody has acknowledged and no other explains.",
    "priority",
  ),
  oracle_deliveries_waiting: figure("Messages that wait to be sent; those to people are one channel.", "channel"),
  oracle_delivery_oldest_seconds: figure("Age of the oldest message that waits.", "channel"),
  oracle_deliveries_given_up: figure("Messages given up in the last hour.", "channel"),
  oracle_events_waiting: figure("Events that nobody was told of yet."),
  oracle_event_oldest_seconds: figure("Age of the oldest event that waits."),
  // Days and money.
  oracle_days: figure("Days in a state.", "state"),
  oracle_day_newest_index: figure("Index of the newest day that was opened."),
  oracle_unpaid_days: figure("Days that ended and are not settled."),
  oracle_unpaid_age_seconds: figure("Since the oldest of them ended; 0 if there is none."),
  oracle_unpaid_overdue_seconds: figure("Since the time by which it is paid; 0 before. Missing if it pays nothing."),
  oracle_day_behind_seconds: figure("Since it should have left its state; 0 before. Missing where no time is set."),
  oracle_day_grace_seconds: figure("It is late from so long after these times on; missing if there is none."),
  oracle_pool_lovelace: figure("What the pool's output holds."),
  oracle_pool_free_lovelace: figure("What the pool has for prizes: less reserve, what is owed, and fees set aside."),
  oracle_pool_day_lovelace: figure("Prize and fees of a day at present."),
  oracle_pool_days: figure("Whole days that the free part pays; missing where the prize is a share of the pool."),
  oracle_last_day_lovelace: figure("What the last settled day paid."),
  oracle_last_day_fee_lovelace: figure("What it paid in fees."),
  oracle_attempts_open: figure("Transactions that are built or sent and not final.", "kind", "state"),
  oracle_attempt_oldest_seconds: figure(
    "By chain time, since the first broadcast of the oldest one that no block holds.",
  ),
  oracle_operator_lovelace: figure("What the operator's address held when an engine last looked."),
  oracle_payouts_held: figure("1 while payouts are held because the chain is not well."),
  oracle_engine_paused: figure("1 while somebody has paused the engine."),
  oracle_engine_paused_seconds: figure("For how long it is paused; 0 if it is not."),
  // The chain, and who tells it.
  oracle_tip_age_seconds: figure("Since the newest block that the scan was told of."),
  oracle_scan_height: figure("The newest block that was read."),
  oracle_scan_lag_blocks: figure("Blocks between it and the tip that the scan was told."),
  oracle_scan_lag_seconds: figure("The same in chain time."),
  oracle_source_state: figure("1 for the state that a chain source is in, 0 for the others.", "source", "state"),
  oracle_source_read_from: figure("1 for the source that is read from.", "source"),
  oracle_source_tip_height: figure("The newest block that a source told when it was last looked at.", "source"),
  oracle_source_tip_age_seconds: figure("Age of that block.", "source"),
  oracle_source_calls_today: figure("Calls of this day (UTC), where they are bounded.", "source"),
  // The service.
  oracle_job_last_run_seconds: figure("Since the last run of a job began.", "job"),
  oracle_job_failures_in_row: figure("How often a job failed since it last did not; 20 at most.", "job"),
  oracle_probe_success: figure("1 if a door answered the last visit as it should, however old what it told.", "door"),
  oracle_probe_stale: figure("1 if what it told the last visit was too old.", "door"),
  oracle_probe_duration_seconds: figure("How long that visit took.", "door"),
  oracle_probe_age_seconds: figure("Since that visit.", "door"),
  oracle_upkeep_age_seconds: figure("Since something that people do was last recorded.", "what"),
});

export type FigureName = keyof typeof FIGURES;

export type Figure = {
  readonly name: FigureName;
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
};

/** A figure that is known; nothing where the value is not. */
export function known(
  name: FigureName,
  value: number | bigint | null | undefined,
  labels: Readonly<Record<string, string>> = {},
): Figure[] {
  return value === null || value === undefined ? [] : [{ name, value: Number(value), labels }];
}

/** 1 for the state that holds and 0 for all others, so that a change shows in each. */
export function oneOfStates(name: FigureName, states: readonly string[], now: string, labels = {}): Figure[] {
  const label = FIGURES[name].labels.at(-1) ?? "";
  return states.map((state) => ({ name, value: state === now ? 1 : 0, labels: { ...labels, [label]: state } }));
}

/** How long ago it was; never negative, as clocks differ. */
export function ageSeconds(nowMs: number, thenMs: number | null | undefined): number | null {
  return thenMs === null || thenMs === undefined ? null : Math.max(0, nowMs - thenMs) / 1_000;
}
