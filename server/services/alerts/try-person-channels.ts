import type { Channels } from "@/server/domain/monitoring/channel";
import { type NotificationWay, offeredBy, personChannelName, waysTo } from "@/server/domain/monitoring/wants";
import { sayTestMessage } from "@/server/words/test-message";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { readNotificationSettings } from "../people/notification-settings";
import { findPerson } from "./internal/find-person";

/** A person waits for the answer in the page. */
const PATIENCE_MS = 15_000;

export type TriedWay = { readonly way: NotificationWay; readonly problem: string | null };

/**
 * Sends a test message at once, by each way that a notice about the account would take. Throws ServiceError
 * `wrong-state` where the server has no way to the person.
 */
export async function tryPersonChannels(
  { db }: Pick<Context, "db">,
  channels: Pick<Channels, "mailTo" | "telegramTo">,
  { userId, siteUrl, nowMs }: { readonly userId: string; readonly siteUrl: string; readonly nowMs: number },
): Promise<readonly TriedWay[]> {
  const ways = waysTo(await readNotificationSettings({ db }, userId), "account", offeredBy(channels));
  if (ways.length === 0) throw new ServiceError("wrong-state", "This server has no way to send you messages.");
  const message = sayTestMessage(new URL("/admin/account", siteUrl).href, nowMs);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return Promise.all(
    ways.map(async (way): Promise<TriedWay> => {
      const send = await findPerson(db, channels, personChannelName(userId, way));
      if (typeof send === "string") return { way, problem: send };
      const id = crypto.randomUUID();
      const sent = await send(message, { id, key: `test:${id}`, nowMs, signal });
      return { way, problem: sent.ok ? null : sent.problem };
    }),
  );
}
