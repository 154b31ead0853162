import type { Database } from "@/db/client";
import type { Channels, Send } from "@/server/domain/monitoring/channel";
import { type Offered, PERSON_CHANNELS, readPersonChannel } from "@/server/domain/monitoring/wants";
import { listHearers } from "../people/list-hearers";
import type { Lane } from "./internal/run-lane";

type WaysToPeople = Pick<Channels, "mailTo" | "telegramTo">;

export function offeredBy({ mailTo, telegramTo }: WaysToPeople): Offered {
  return { "e-mail": mailTo !== null, telegram: telegramTo !== null };
}

/** Messages to people, each by the way and address that they have when it is sent. */
export function personLane(db: Database, channels: WaysToPeople): Lane {
  return { name: PERSON_CHANNELS, find: (channel) => findPersonSend(db, channels, channel) };
}

/** How to reach a person by a way; a text says why there is none. */
export async function findPersonSend(
  db: Database,
  { mailTo, telegramTo }: WaysToPeople,
  channel: string,
): Promise<Send | string> {
  const named = readPersonChannel(channel);
  if (named === null) return "This is no name of a person's channel.";
  const [person] = await listHearers(db, named.userId);
  if (!person) return "This person may be told nothing: their account is disabled, gone, or not accepted yet.";
  if (named.way === "e-mail") return mailTo?.(person.email) ?? "CHANNELS_FILE has no channel of the kind smtp.";
  const { telegramChat } = person.settings;
  if (telegramChat === null) return "This person has no chat with the bot any more.";
  return telegramTo?.(telegramChat) ?? "CHANNELS_FILE has no channel of the kind telegram.";
}
