import type { Send } from "@/server/domain/monitoring/channel";
import type { Message } from "@/server/domain/monitoring/message";
import { post } from "./post";
import { quiet } from "./quiet";
import type { SettingsOf } from "./settings";
import { shorten } from "./shorten";

/** A bot's messages to a chat. The bot's token is part of the address. */
export function openTelegram({ url, botToken, chatId }: SettingsOf<"telegram">): Send {
  return (message, sending) => {
    const body = JSON.stringify({ chat_id: chatId, ...telegramPayload(message) });
    return post({ url: `${url}/bot${botToken}/sendMessage`, body, secrets: [botToken], waitIn }, sending);
  };
}

/** Telegram refuses a text of more than 4,096 characters. */
const MOST_TITLE = 300;
const MOST_TEXT = 3_500;

/** Without a parse mode nothing in a text is formatting. */
export function telegramPayload({ title, text, link }: Message) {
  const lines = [shorten(quiet(title), MOST_TITLE), "", shorten(quiet(text), MOST_TEXT), ...(link ? ["", link] : [])];
  return { text: lines.join("\n"), link_preview_options: { is_disabled: true } };
}

/** Telegram says in the body how long it wants to be left alone. */
function waitIn(body: string): number | null {
  const [, seconds] = /"retry_after"\s*:\s*(\d{1,9})\b/.exec(body) ?? [];
  return seconds === undefined ? null : Number(seconds);
}
