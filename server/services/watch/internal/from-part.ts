import type { Health, HealthState, PartName } from "@/server/domain/health/part";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { Found, Rule } from "../rule";

const UNWELL: readonly HealthState[] = ["warning", "failing"];

/** How a part of the service becomes an incident. */
type Mapping = {
  readonly kind: IncidentKind;
  readonly part: PartName;
  /** Which states are wrong; both that want somebody without it. */
  readonly states?: readonly HealthState[];
  /** The part's name without it. */
  readonly subject?: string;
};

/** A rule that takes a part's own word: the part is judged in one place, for people who look and for those alerted. */
export function fromPart(mapping: Mapping): Rule {
  return { kinds: [mapping.kind], look: ({ health }) => findInPart(health, mapping) };
}

/** A part that is not known, or was not looked at lately, says nothing. */
export function findInPart({ parts }: Health, { kind, part: name, states = UNWELL, subject = name }: Mapping): Found {
  const part = parts.find((each) => each.name === name);
  if (!part || part.state === "unknown") return [null];
  const { state, fact, next } = part;
  return states.includes(state) ? [{ kind, subject, fact, next, sinceMs: null }] : [];
}
