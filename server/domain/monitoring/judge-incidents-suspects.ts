import type { PosixMs } from "../units";
import type { Finding } from "./finding";
import { type IncidentKey, isSame } from "./incident-key";
import { INCIDENT_KINDS, type IncidentKind } from "./kinds";

/** What a rule finds, but not yet for long enough to be an incident. */
export type Suspect = IncidentKey & {
  readonly firstSeenMs: PosixMs;
  readonly lastSeenMs: PosixMs;
};

type Suspected = {
  readonly known: readonly Suspect[];
  /** Findings without an incident. */
  readonly fresh: readonly Finding[];
  readonly unknown: ReadonlySet<IncidentKind>;
};

/**
 * All suspects after a look. One that is not found is kept for half the time after which it would be an incident, so
 * that what comes and goes is noticed too.
 */
export function judgeSuspects({ known, fresh, unknown }: Suspected, nowMs: PosixMs): Suspect[] {
  const found = fresh.map(({ kind, subject }) => ({
    kind,
    subject,
    firstSeenMs: firstSeen(known, { kind, subject }, nowMs),
    lastSeenMs: nowMs,
  }));
  const isKept = ({ kind, lastSeenMs }: Suspect) =>
    unknown.has(kind) || nowMs - lastSeenMs < INCIDENT_KINDS[kind].opensAfterMs / 2;
  const isFound = (suspect: Suspect) => found.some((each) => isSame(each, suspect));
  return [...found, ...known.filter((suspect) => isKept(suspect) && !isFound(suspect))];
}

/** Since when a finding is suspected, by the suspects after the look that has it. */
export function foundSince(suspects: readonly Suspect[], finding: Finding, nowMs: PosixMs): PosixMs {
  return suspects.find((each) => isSame(each, finding))?.firstSeenMs ?? nowMs;
}

/** A group is as old as the oldest of its kind, and one of a former group as old as that: nothing starts anew. */
function firstSeen(known: readonly Suspect[], key: IncidentKey, nowMs: PosixMs): PosixMs {
  const ofKind = known.filter(({ kind }) => kind === key.kind);
  const own = ofKind.find(({ subject }) => subject === key.subject) ?? ofKind.find(({ subject }) => subject === "");
  const earlier = key.subject === "" ? ofKind : own ? [own] : [];
  return Math.min(nowMs, ...earlier.map(({ firstSeenMs }) => firstSeenMs));
}
