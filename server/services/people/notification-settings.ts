import { eq } from "drizzle-orm";
import { personChannel } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import {
  DEFAULT_NOTIFICATION_SETTINGS,
  type NotificationSettings,
  TELEGRAM_CHAT,
} from "@/server/domain/monitoring/wants";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { SignedIn } from "./find-session";
import { lockSession } from "./internal/lock-session";
import { recordChange } from "./internal/record-change";

/** What a person has chosen to hear of, and by which way. */
export async function readNotificationSettings(
  { db }: Pick<Context, "db">,
  userId: string,
): Promise<NotificationSettings> {
  const { way, telegramChat, wants } = personChannel;
  const [chosen] = await db
    .select({ way, telegramChat, wants })
    .from(personChannel)
    .where(eq(personChannel.userId, userId));
  return chosen ?? DEFAULT_NOTIFICATION_SETTINGS;
}

/**
 * Chooses them. The person gets a notice, by e-mail in any case, as it may have been somebody else. Throws
 * ServiceError: `bad-input` for a chat that cannot be one, `wrong-state` if the session has ended.
 */
export async function changeNotificationSettings(
  { db }: Pick<Context, "db">,
  { userId, sessionId }: Pick<SignedIn, "userId" | "sessionId">,
  { way, telegramChat, wants }: NotificationSettings,
): Promise<void> {
  if (telegramChat === null ? way === "telegram" : !TELEGRAM_CHAT.test(telegramChat)) {
    throw new ServiceError("bad-input", "A Telegram chat is a number of 5 to 16 digits, with a minus for a group.");
  }
  const chosen = { way, telegramChat, wants };
  await withTransaction(db, async (tx) => {
    await lockSession(tx, sessionId);
    await tx
      .insert(personChannel)
      .values({ userId, ...chosen })
      .onConflictDoUpdate({ target: personChannel.userId, set: chosen });
    await recordChange(tx, { actor: `user:${userId}`, action: "user.change-notifications", userId, details: chosen });
  });
}
