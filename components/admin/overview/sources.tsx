import { sourcesTexts as texts } from "@/components/messages/sources";
import { StatusText } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { SourceState } from "@/server/domain/source/health";
import type { SourceView } from "@/server/services/sources/read-sources";
import { sentence } from "@/server/words/sentence";
import { SOURCE_STATE_WORDS } from "@/server/words/source-state";

const TONES: Record<SourceState, Tone> = {
  good: "well",
  doubtful: "waiting",
  behind: "waiting",
  differs: "stopped",
  resting: "info",
  away: "stopped",
};

/** Which chain source is read from, how each is, since when, and when it is tried again. */
export function Sources({ sources }: { sources: readonly SourceView[] }) {
  if (sources.length < 2) return null;
  return (
    <Section title={texts.title} note={texts.note}>
      <DataList
        items={sources.map((source) => ({
          key: source.name,
          label: `${source.name}: ${source.server}`,
          value: <StatusText tone={TONES[source.state]}>{SOURCE_STATE_WORDS[source.state]}</StatusText>,
          note: <SourceNote source={source} />,
        }))}
      />
    </Section>
  );
}

function SourceNote({ source: { hasBytes, chosenMs, state, sinceMs, nextTryMs, reason, callsToday } }: Noted) {
  const standby = hasBytes ? texts.standby : texts.witness;
  return (
    <>
      {chosenMs === null ? standby : texts.reads} {chosenMs === null ? null : <Time ms={chosenMs} show="exact" />}
      {state === "good" ? null : (
        <>
          ; {SOURCE_STATE_WORDS[state]} {texts.since} <Time ms={sinceMs} show="exact" />
        </>
      )}
      {nextTryMs === null ? null : (
        <>
          ; {texts.nextTry} <Time ms={nextTryMs} show="exact" precision="second" />
        </>
      )}
      {callsToday === null ? null : `; ${texts.callsToday(String(callsToday))}`}
      {reason === null ? null : <span className="block break-words">{sentence(reason)}</span>}
    </>
  );
}

type Noted = { readonly source: SourceView };
