import { overviewTexts } from "@/components/messages/overview";
import { StatusText } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import type { Tone } from "@/components/ui/tone";
import type { Health, HealthPart, HealthState } from "@/server/domain/health/part";
import { HEALTH_WORDS, sayPart } from "@/server/words/health";

const texts = overviewTexts.health;
const TONES: Record<HealthState, Tone> = {
  ok: "well",
  waits: "info",
  unknown: "neutral",
  warning: "waiting",
  failing: "stopped",
};
const URGENCY: readonly HealthState[] = ["failing", "warning", "unknown", "waits"];

const MOST_UNKNOWN_APART = 3;

const titleOf = ({ name, state }: HealthPart) => `${sayPart(name)}: ${HEALTH_WORDS[state]}`;

/** Every part that does not simply work, the worst first. Comes first on the page, also if there is none. */
export function HealthProblems({ health }: { health: Health }) {
  if (health.state === "ok") {
    return (
      <Callout tone="well" title={texts.none}>
        {texts.noneNote(health.parts.length)}
      </Callout>
    );
  }
  const told = health.parts.filter(({ toldBy }) => toldBy === null);
  const unknown = told.filter(({ state }) => state === "unknown");
  // Many at once have one cause, which is told before them: they would only push the rest off the page.
  const each = unknown.length > MOST_UNKNOWN_APART ? told.filter((part) => !unknown.includes(part)) : told;
  return (
    <ul className="flex flex-col gap-3">
      {URGENCY.flatMap((state) => each.filter((part) => part.state === state)).map((part) => (
        <li key={part.name}>
          <Callout
            tone={TONES[part.state]}
            title={titleOf(part)}
            action={
              part.href ? (
                <ButtonLink href={part.href}>{part.name === "pool" ? texts.topUp : texts.view}</ButtonLink>
              ) : undefined
            }
          >
            <p className="break-words">{part.fact}</p>
            {part.next ? <p className="break-words text-muted">{part.next}</p> : null}
          </Callout>
        </li>
      ))}
      {each === told ? null : (
        <li>
          <Callout tone={TONES.unknown} title={texts.unknown(unknown.length)}>
            {unknown.map(({ name }) => sayPart(name)).join(", ")}
          </Callout>
        </li>
      )}
    </ul>
  );
}

/** All parts, also those that work. */
export function HealthParts({ health }: { health: Health }) {
  return (
    <Disclosure summary={texts.all(health.parts.length)}>
      <DataList
        items={health.parts.map((part) => ({
          key: part.name,
          label: sayPart(part.name),
          value: <StatusText tone={TONES[part.state]}>{HEALTH_WORDS[part.state]}</StatusText>,
          note: part.fact,
        }))}
      />
    </Disclosure>
  );
}
