import type { Health, HealthPart, HealthState, PartName } from "@/server/domain/health/part";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import type { Answer, Rule } from "../rule";

/** How a part of the service becomes an incident. */
type Mapping = {
  readonly kind: IncidentKind;
  readonly part: PartName;
  /** Which states are wrong. */
  readonly states: readonly HealthState[];
  readonly subject?: string;
};

/** A rule that takes a part's own word: the part is judged in one place, for people who look and for those alerted. */
export function fromPart(mapping: Mapping): Rule {
  return { kinds: [mapping.kind], look: ({ health }) => findInPart(health, mapping) };
}

/** A part that is not known, or was not looked at, says nothing. */
export function findInPart(health: Health, { kind, part: name, states, subject = "" }: Mapping): Answer {
  const part = health.parts.find((each) => each.name === name);
  if (!part || part.state === "unknown") return [null];
  return states.includes(part.state) ? [sayPart(kind, subject, part)] : [];
}

const sayPart = (kind: IncidentKind, subject: string, { fact, next }: HealthPart): Finding => {
  return { kind, subject, fact, next, sinceMs: null };
};
