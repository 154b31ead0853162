import type { Send } from "@/server/domain/monitoring/channel";
import type { Message } from "@/server/domain/monitoring/message";
import { post } from "./post";
import type { SettingsOf } from "./settings";
import { shorten } from "./shorten";

/** Discord's webhooks. */
export function openDiscord({ url }: SettingsOf<"discord">): Send {
  return (message, sending) => post({ url, body: JSON.stringify(discordPayload(message)) }, sending);
}

/** Discord refuses a message of more than 2,000 characters. A link and what stands around have their share. */
const MOST_TITLE = 300;
const MOST_TEXT = 1_400;
const SUPPRESS_EMBEDS = 1 << 2;

/** What it would take for formatting, a picture, a link, an invitation or a mention. */
const quoted = (character: string) => (/[\\*_~`|>#[\]()<@:/+-]/.test(character) ? `\\${character}` : character);

export function discordPayload({ title, text, link }: Message) {
  const lines = [
    `**${shorten(title, MOST_TITLE, quoted)}**`,
    shorten(text, MOST_TEXT, quoted),
    ...(link ? [`<${link}>`] : []),
  ];
  // Nobody is called, whatever a text holds.
  return { content: lines.join("\n"), allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS };
}
