import type { PosixMs } from "../units";
import type { SourceName } from "./names";

/**
 * How a chain source is.
 *
 * - good: it answers
 * - doubtful: it answers, but one question again and again not as it should; used where nothing better is there
 * - behind: its tip is older than that of another
 * - differs: it tells another chain than the one that we have read; not used before people have looked
 * - resting: it wants to be left alone until a time, or what may be asked of it in a day is used up
 * - away: it does not answer, or refuses us
 */
export const SOURCE_STATES = ["good", "doubtful", "behind", "differs", "resting", "away"] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** Not well. One that differs is more than that: a sign of a fork. */
export const UNWELL_SOURCE_STATES = ["doubtful", "behind", "resting", "away"] as const satisfies readonly SourceState[];

/** A circuit breaker's own record, and when it lets the next question through; null while everything is let through. */
export type CircuitRecord = { readonly state: unknown; readonly nextTryMs: PosixMs };

export type SourceHealth = {
  readonly name: SourceName;
  readonly hasBytes: boolean;
  readonly state: SourceState;
  readonly sinceMs: PosixMs;
  readonly nextTryMs: PosixMs | null;
  /** Good answers in a row while it was not the one that is read from. */
  readonly goodProbes: number;
  /** Since when it is the one that is read from; null while it is not. */
  readonly chosenMs: PosixMs | null;
};

/** A source that came back is preferred again after so many good answers, and so long: it may fail once more. */
const PROBES_TO_RETURN = 3;
export const RETURN_AFTER_MS = 60_000;

export type Choice =
  | { readonly kind: "read"; readonly name: SourceName }
  /** None can be asked now; the first that may be tried again is at that time. */
  | { readonly kind: "none"; readonly nextTryMs: PosixMs };

/**
 * The source that the next step reads from. `healths` are in the order of the settings. The one in use stays while it
 * is good, until one before it has been good for a while. A single source with bytes is always read from.
 */
export function chooseSource(healths: readonly SourceHealth[], nowMs: PosixMs): Choice {
  const able = healths.filter(({ hasBytes }) => hasBytes);
  const [only] = able;
  if (only && able.length === 1) return { kind: "read", name: only.name };
  const current = able.find(({ chosenMs }) => chosenMs !== null);
  const better = able.slice(0, current ? able.indexOf(current) : able.length);
  const isGood = ({ state }: SourceHealth) => state === "good";
  if (current && isGood(current)) {
    const back = better.find((each) => isGood(each) && hasLasted(each, nowMs));
    return { kind: "read", name: (back ?? current).name };
  }
  for (const state of ["good", "doubtful", "behind"] as const) {
    const found = able.find((each) => each.state === state);
    if (found) return { kind: "read", name: found.name };
  }
  const tries = able.flatMap(({ nextTryMs }) => nextTryMs ?? []);
  return { kind: "none", nextTryMs: Math.min(...tries, nowMs + RETURN_AFTER_MS) };
}

function hasLasted({ goodProbes, sinceMs }: SourceHealth, nowMs: PosixMs): boolean {
  return goodProbes >= PROBES_TO_RETURN && nowMs - sinceMs >= RETURN_AFTER_MS;
}

/** Told in blocks, of answers that came together. A chain that stands still does so for all, and none is behind. */
export const BEHIND_BLOCKS = 10;
const CAUGHT_UP_BLOCKS = 3;

/** Whether a source is behind the best of those that were asked with it. One that was stays so until it is near. */
export function isBehindOthers(tip: number, best: number, wasBehind: boolean): boolean {
  return best - tip >= (wasBehind ? CAUGHT_UP_BLOCKS + 1 : BEHIND_BLOCKS);
}
