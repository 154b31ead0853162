import type { Message } from "@/server/domain/monitoring/message";
import { visible } from "@/server/domain/shown";

/** A message whose title is one line, and in which no character is hidden or turns the direction of others. */
export function legible(message: Message): Message {
  const title = visible(message.title.replace(/\s+/g, " ").trim(), Number.POSITIVE_INFINITY);
  const lines = message.text.split(/\r?\n/).map((line) => visible(line, Number.POSITIVE_INFINITY));
  return { ...message, title, text: lines.join("\n") };
}
