import type { Finding } from "@/server/domain/monitoring/finding";
import { sayAge } from "@/server/words/age";
import { sentence } from "@/server/words/sentence";
import { type ChannelView, readChannels } from "../../alerts/read-channels";
import type { Answer, Evidence, Rule } from "../rule";

/** A receiver may be started anew, or want to be left alone for a while. */
const MOST_WAIT_MS = 3 * 60_000;

/** Whether a channel's messages arrive. One that has nothing to send is not known to fail. */
export function judgeChannel({ name, oldestWaitsMs, givenUpLately, problem }: ChannelView): Finding[] {
  const waits = problem !== null && (oldestWaitsMs ?? 0) > MOST_WAIT_MS;
  if (!waits && givenUpLately === 0) return [];
  const told = waits
    ? `A message to ${name} has waited for ${sayAge(oldestWaitsMs ?? 0)}`
    : `${givenUpLately === 1 ? "A message" : `${givenUpLately} messages`} to ${name} could not be sent in the last hour`;
  const fact = sentence(problem === null ? told : `${told}: ${problem}`);
  const next = "Send a test message on the console's page Alerts once CHANNELS_FILE and the receiver are right.";
  return [{ kind: "channel-failing", subject: name, fact, next, sinceMs: null }];
}

async function lookAtChannels({ db, channels, nowMs }: Evidence): Promise<Answer> {
  return (await readChannels(db, channels, nowMs)).flatMap(judgeChannel);
}

export const CHANNEL_RULES: readonly Rule[] = [{ kinds: ["channel-failing"], look: lookAtChannels }];
