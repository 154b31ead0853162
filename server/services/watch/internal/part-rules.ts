import type { HealthPart, HealthState, LookedAtPart } from "@/server/domain/health/part";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { Answer, Rule } from "../rule";

/** What an engine looks at and judges itself: the rule takes its words. The bounds are where the part is judged. */
export const PART_RULES: readonly Rule[] = [
  ofPart("pool-low", "pool"),
  ofPart("operator-low", "operator"),
  ofPart("signer-away", "oracle"),
  ofPart("signer-away", "approvers"),
  ofPart("signer-version", "signers' versions"),
];

const UNWELL: readonly HealthState[] = ["warning", "failing"];

function ofPart(kind: IncidentKind, name: LookedAtPart): Rule {
  return { kinds: [kind], look: ({ health }) => judgePart(kind, name, health.parts) };
}

/** A part that no engine has looked at lately is unknown, and says nothing. */
export function judgePart(kind: IncidentKind, name: LookedAtPart, parts: readonly HealthPart[]): Answer {
  const part = parts.find((each) => each.name === name);
  if (!part || part.state === "unknown") return null;
  const found: Finding = { kind, subject: name, fact: part.fact, next: part.next, sinceMs: null };
  return UNWELL.includes(part.state) ? [found] : [];
}
