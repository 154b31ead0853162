import type { PosixMs } from "../units";
import type { Finding, Look } from "./finding";
import { groupFindings } from "./group-findings";
import { type IncidentKey, isSame } from "./incident-key";
import { foundSince, judgeSuspects, type Suspect } from "./judge-incidents-suspects";
import { INCIDENT_KINDS, type IncidentKind } from "./kinds";
import type { Priority } from "./priority";

export type OpenIncident = IncidentKey & {
  readonly id: number;
  readonly priority: Priority;
  readonly causeId: number | null;
  /** Since when rules find it well; null while they do not. */
  readonly wellSinceMs: PosixMs | null;
  /** When a look found it last: that of any watch. */
  readonly lastSeenMs: PosixMs;
};

export type KnownTrouble = {
  readonly open: readonly OpenIncident[];
  readonly suspects: readonly Suspect[];
};

/** What a look changes. What is open and named nowhere here stays as it is. */
export type Judgement = {
  readonly toOpen: readonly (Finding & { readonly beganMs: PosixMs })[];
  /** Open, and found again. `isBack`: it had been well meanwhile. */
  readonly seen: readonly { readonly id: number; readonly finding: Finding; readonly isBack: boolean }[];
  /** Open, and well for the first time, but not yet for long enough to be closed. */
  readonly well: readonly { readonly id: number; readonly sinceMs: PosixMs }[];
  readonly toClose: readonly number[];
  /** All that stand from now on. */
  readonly suspects: readonly Suspect[];
};

/**
 * What a look means for the incidents that are open. A kind that the look does not know closes nothing; what it found
 * of it all the same counts. A time that lies in the future, after a clock went back, counts as now.
 */
export function judgeIncidents(known: KnownTrouble, look: Look, nowMs: PosixMs): Judgement {
  // A person opened these, and a person closes them.
  const open = known.open.filter(({ kind }) => kind !== "by-hand");
  const findings = groupFindings(look.findings, open);
  const unknown = new Set<IncidentKind>(look.unknown);
  const fresh = findings.filter((finding) => !open.some((incident) => isSame(incident, finding)));
  const suspects = judgeSuspects({ known: known.suspects, fresh, unknown }, nowMs);
  const isRipe = (finding: Finding) =>
    nowMs - foundSince(suspects, finding, nowMs) >= INCIDENT_KINDS[finding.kind].opensAfterMs;
  return {
    toOpen: fresh.filter(isRipe).map((finding) => ({
      ...finding,
      beganMs: Math.min(nowMs, finding.sinceMs ?? foundSince(suspects, finding, nowMs)),
    })),
    suspects: suspects.filter((suspect) => !fresh.some((finding) => isSame(suspect, finding) && isRipe(finding))),
    ...judgeOpen(open, { findings, unknown }, nowMs),
  };
}

/**
 * Watches do not see the same: each has its own disk, and the certificates that it is told of. What one of them found
 * just now is not well because another one does not find it.
 */
const JUST_NOW_MS = 30_000;

const isSeenNow = ({ lastSeenMs }: OpenIncident, nowMs: PosixMs) =>
  lastSeenMs <= nowMs && nowMs - lastSeenMs < JUST_NOW_MS;

type Found = { readonly findings: readonly Finding[]; readonly unknown: ReadonlySet<IncidentKind> };

function judgeOpen(open: readonly OpenIncident[], { findings, unknown }: Found, nowMs: PosixMs) {
  const seen: Judgement["seen"][number][] = [];
  const well: Judgement["well"][number][] = [];
  const toClose: number[] = [];
  for (const incident of open) {
    const { id, kind, wellSinceMs } = incident;
    const finding = findings.find((each) => isSame(incident, each));
    if (finding) {
      seen.push({ id, finding, isBack: wellSinceMs !== null });
      continue;
    }
    if (unknown.has(kind) || isSeenNow(incident, nowMs)) continue;
    const sinceMs = Math.min(nowMs, wellSinceMs ?? nowMs);
    if (nowMs - sinceMs >= INCIDENT_KINDS[kind].closesAfterMs) toClose.push(id);
    else if (sinceMs !== wellSinceMs) well.push({ id, sinceMs });
  }
  return { seen, well, toClose };
}
