import type { Send } from "@/server/domain/monitoring/channel";
import type { Message } from "@/server/domain/monitoring/message";
import { post } from "./post";
import { unformatted } from "./quiet";
import type { SettingsOf } from "./settings";
import { shorten } from "./shorten";

/** Slack's incoming webhooks, which Mattermost and Rocket.Chat take too. */
export function openSlack({ url }: SettingsOf<"slack">): Send {
  return (message, sending) => post({ url, body: JSON.stringify(slackPayload(message)) }, sending);
}

const MOST_TITLE = 300;
/** Slack cuts at 40,000, and advises 4,000. */
const MOST_TEXT = 3_500;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const quoted = (character: string) => ESCAPES[character] ?? character;

/** "<" would begin a mention or a link. Slack shows backslashes, which Mattermost takes for escapes: there are none. */
export function slackPayload({ title, text, link }: Message) {
  const lines = [
    `*${shorten(unformatted(title), MOST_TITLE, quoted)}*`,
    shorten(unformatted(text), MOST_TEXT, quoted),
    ...(link ? [`<${link}>`] : []),
  ];
  return { text: lines.join("\n"), link_names: false, unfurl_links: false, unfurl_media: false };
}
