import type { Finding } from "./finding";
import type { IncidentKey } from "./incident-key";
import { saySubject } from "./incident-subject";
import type { IncidentKind } from "./kinds";

/** More of one kind at once are one incident: nobody reads a thousand, and they have one cause. */
export const MOST_APART = 5;
/** How many of a group are told in full; of some more the names. */
const TOLD = 2;
const NAMED = 10;

/**
 * What a look found, once for each kind and subject, and with no more than MOST_APART of a kind apart. Of more, one
 * finding with the empty subject counts all. A group that is open goes on until none but those with incidents of their
 * own are left, so that a storm that calms down opens nothing new.
 */
export function groupFindings(findings: readonly Finding[], open: readonly IncidentKey[]): Finding[] {
  const byKind = new Map<IncidentKind, Map<string, Finding>>();
  for (const finding of findings) {
    if (finding.kind === "by-hand") continue;
    const bySubject = byKind.get(finding.kind) ?? new Map<string, Finding>();
    byKind.set(finding.kind, bySubject);
    if (!bySubject.has(finding.subject)) bySubject.set(finding.subject, finding);
  }
  return [...byKind].flatMap(([kind, bySubject]) => {
    const subjects = new Set(open.filter((incident) => incident.kind === kind).map(({ subject }) => subject));
    return groupKind([...bySubject.values()], subjects);
  });
}

/** `open`: the subjects of this kind that have incidents. */
function groupKind(found: readonly Finding[], open: ReadonlySet<string>): readonly Finding[] {
  const own = found.filter(({ subject }) => subject !== "" && open.has(subject));
  const isGroupOpen = open.has("") && own.length < found.length;
  const [first] = found;
  if (!first || (found.length <= MOST_APART && !isGroupOpen) || found.every(({ subject }) => subject === "")) {
    return found;
  }
  return [toGroup(found, first), ...own];
}

function toGroup(found: readonly Finding[], first: Finding): Finding {
  const since = found.flatMap(({ sinceMs }) => sinceMs ?? []);
  const others = found.slice(TOLD);
  const named = others.flatMap(({ subject }) => saySubject(subject) ?? []).slice(0, NAMED);
  const more = others.length - named.length;
  const unnamed = more > 0 ? [`${named.length > 0 ? "and " : ""}${more} more`] : [];
  const also = others.length === 0 ? "" : ` Also: ${[...named, ...unnamed].join(", ")}.`;
  const told = found.slice(0, TOLD).map(({ fact }) => fact);
  return {
    kind: first.kind,
    subject: "",
    fact: `${found.length} at once. ${told.join(" ")}${also}`,
    next: first.next,
    // Not spread: there may be more of them than a call takes.
    sinceMs: since.length === 0 ? null : since.reduce((earliest, each) => Math.min(earliest, each)),
  };
}
