import type { Channel, ChannelKind } from "@/server/domain/monitoring/channel";
import { sayAge } from "./age";
import { sentence } from "./sentence";
import { sayMoment } from "./span";

export const CHANNEL_KIND_WORDS: Record<ChannelKind, string> = {
  webhook: "webhook",
  smtp: "e-mail",
  slack: "Slack or its like",
  discord: "Discord",
  telegram: "Telegram",
};

type Told = Pick<Channel, "audience" | "isEscalation" | "lowestPriority">;

/** What goes to a channel. */
export function sayWhatGoes({ audience, isEscalation, lowestPriority }: Told): string {
  if (audience === "public") return "paid days, and what players should know";
  if (isEscalation) return "priority 1 that nobody has acknowledged for five minutes";
  if (lowestPriority === 1) return "priority 1";
  return `priorities 1 to ${lowestPriority}${lowestPriority === 4 ? ", and notifications" : ""}`;
}

export function sayChannel(channel: Omit<Channel, "send">): string {
  return `${channel.name} (${CHANNEL_KIND_WORDS[channel.kind]}): ${sayWhatGoes(channel)}.`;
}

type Traffic = {
  readonly lastSentMs: number | null;
  readonly waiting: number;
  readonly oldestWaitsMs: number | null;
  readonly givenUpLately: number;
  readonly problem: string | null;
};

export function sayTraffic({ lastSentMs, waiting, oldestWaitsMs, givenUpLately, problem }: Traffic): string {
  const last = lastSentMs === null ? "Nothing was sent lately." : `Last sent at ${sayMoment(lastSentMs)}.`;
  const waits = waiting === 0 ? "" : ` ${waiting} waiting, the oldest for ${sayAge(oldestWaitsMs ?? 0)}.`;
  const lost = givenUpLately === 0 ? "" : ` ${givenUpLately} given up in the last hour.`;
  return last + waits + lost + (problem === null ? "" : ` ${sentence(problem)}`);
}
