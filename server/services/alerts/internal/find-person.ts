import type { Database } from "@/db/client";
import type { Channels, Send } from "@/server/domain/monitoring/channel";
import { readPersonChannel } from "@/server/domain/monitoring/wants";
import { listHearers } from "../../people/list-hearers";

/** How a person is reached now, whatever they had chosen before. A text says why there is no way. */
export async function findPerson(
  db: Database,
  { mailTo, telegramTo }: Pick<Channels, "mailTo" | "telegramTo">,
  channel: string,
): Promise<Send | string> {
  const named = readPersonChannel(channel);
  const [person] = named ? await listHearers(db, named.userId) : [];
  if (!named || !person) return "There is no such person, or the account is disabled.";
  if (named.way === "e-mail") return mailTo?.(person.email) ?? "CHANNELS_FILE has no channel of kind smtp.";
  const { telegramChat } = person.settings;
  if (telegramChat === null) return "This person has no Telegram chat any more.";
  return telegramTo?.(telegramChat) ?? "CHANNELS_FILE has no channel of kind telegram.";
}
