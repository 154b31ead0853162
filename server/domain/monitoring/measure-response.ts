import { percentile } from "../metrics/percentile";
import type { PosixMs } from "../units";
import { LEAST_ANSWERED, type Priority } from "./priority";

/** The origin's bound: within this time of its opening somebody has acknowledged an incident, or it was well again. */
export const RESPOND_WITHIN_MS = 15 * 60_000;

export type IncidentTimes = {
  readonly beganMs: PosixMs;
  readonly openedMs: PosixMs;
  readonly acknowledgedMs: PosixMs | null;
  /** Since when it was well for good; null while it is open. */
  readonly overMs: PosixMs | null;
};

/** In milliseconds; null while it has not come to that. */
export type ResponseTimes = {
  /** From when it began until a rule or a person opened it. */
  readonly detectMs: number;
  /** From there until somebody acknowledged it. */
  readonly acknowledgeMs: number | null;
  /** From there until it was well for good. */
  readonly resolveMs: number | null;
};

export function timesOf({ beganMs, openedMs, acknowledgedMs, overMs }: IncidentTimes): ResponseTimes {
  const since = (fromMs: PosixMs, toMs: PosixMs) => Math.max(0, toMs - fromMs);
  return {
    detectMs: since(beganMs, openedMs),
    acknowledgeMs: acknowledgedMs === null ? null : since(openedMs, acknowledgedMs),
    resolveMs: overMs === null ? null : since(openedMs, overMs),
  };
}

export type Spread = { readonly medianMs: number; readonly worstMs: number; readonly count: number };
export type Response = {
  readonly detect: Spread | null;
  readonly acknowledge: Spread | null;
  readonly resolve: Spread | null;
  /**
   * Of those that wanted an answer, how many had one in time. They are the incidents of priorities 1 and 2 that nothing
   * explains, apart from those that were well again before the time was up and those for which it still runs.
   */
  readonly inTime: { readonly answered: number; readonly wanted: number };
};

export type MeasuredIncident = IncidentTimes & { readonly priority: Priority; readonly causeId: number | null };

/** How fast incidents were noticed, answered and resolved. */
export function measureIncidents(incidents: readonly MeasuredIncident[], nowMs: PosixMs): Response {
  const times = incidents.map(timesOf);
  const wanted = incidents.filter((incident) => wantsAnswer(incident, nowMs)).map(timesOf);
  return {
    detect: spreadOf(times.map(({ detectMs }) => detectMs)),
    acknowledge: spreadOf(times.flatMap(({ acknowledgeMs }) => acknowledgeMs ?? [])),
    resolve: spreadOf(times.flatMap(({ resolveMs }) => resolveMs ?? [])),
    inTime: { answered: wanted.filter(isAnswered).length, wanted: wanted.length },
  };
}

function wantsAnswer(incident: MeasuredIncident, nowMs: PosixMs): boolean {
  if (incident.priority > LEAST_ANSWERED || incident.causeId !== null) return false;
  if (incident.acknowledgedMs !== null) return true;
  const { resolveMs } = timesOf(incident);
  return (resolveMs ?? nowMs - incident.openedMs) > RESPOND_WITHIN_MS;
}

function isAnswered({ acknowledgeMs }: ResponseTimes): boolean {
  return acknowledgeMs !== null && acknowledgeMs <= RESPOND_WITHIN_MS;
}

/** Of an even number the lower of the two in the middle: one that occurred. */
function spreadOf(lengthsMs: readonly number[]): Spread | null {
  const [medianMs, worstMs] = [percentile(lengthsMs, 0.5), percentile(lengthsMs, 1)];
  return medianMs === null || worstMs === null ? null : { medianMs, worstMs, count: lengthsMs.length };
}
