import { alertTexts as texts } from "@/components/messages/alerts";
import { StatusText } from "@/components/ui/badge";
import { RowTh, Table, TableFrame, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { ChannelView } from "@/server/services/alerts/read-channels";
import { sayAge } from "@/server/words/age";
import { CHANNEL_KIND_WORDS, sayWhatGoes } from "@/server/words/channel";
import { sentence } from "@/server/words/sentence";
import { TestChannel } from "./test-channel";

/** The channels, each with what it gets and how it is doing. `mayTest` shows the button. */
export function ChannelTable({ channels, mayTest }: { channels: readonly ChannelView[]; mayTest: boolean }) {
  const head = texts.columns.map((column) => <Th key={column}>{column}</Th>);
  return (
    <TableFrame>
      <Table caption={texts.caption} head={head}>
        {channels.map((channel) => (
          <Row key={channel.name} channel={channel} mayTest={mayTest} />
        ))}
      </Table>
    </TableFrame>
  );
}

function Row({ channel, mayTest }: { channel: ChannelView; mayTest: boolean }) {
  const { name, kind, lastSentMs, waiting, oldestWaitsMs, givenUpLately, problem } = channel;
  const isOfPeople = name === texts.people;
  const [tone, state] = stateOf(channel);
  return (
    <tr>
      <RowTh>
        {name}
        {isOfPeople ? null : <span className="block font-normal text-muted">{CHANNEL_KIND_WORDS[kind]}</span>}
      </RowTh>
      <Td className="min-w-40">
        <StatusText tone={tone}>{state}</StatusText>
        {problem === null ? null : <span className="block max-w-80 break-words text-muted">{sentence(problem)}</span>}
      </Td>
      <Td className="min-w-48">{isOfPeople ? texts.peopleGets : sayWhatGoes(channel)}</Td>
      <Td>{lastSentMs === null ? <span className="text-muted">{texts.never}</span> : <Time ms={lastSentMs} />}</Td>
      <Td>
        {waiting === 0 ? "0" : texts.waiting(waiting, sayAge(oldestWaitsMs ?? 0))}
        {givenUpLately === 0 ? null : <span className="block text-stopped">{texts.givenUp(givenUpLately)}</span>}
      </Td>
      <Td>{mayTest && !isOfPeople ? <TestChannel channel={name} /> : null}</Td>
    </tr>
  );
}

function stateOf({ problem, givenUpLately, lastSentMs }: ChannelView): readonly [Tone, string] {
  if (problem !== null || givenUpLately > 0) return ["stopped", texts.failing];
  return lastSentMs === null ? ["neutral", texts.untried] : ["well", texts.working];
}
