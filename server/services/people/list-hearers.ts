import { and, asc, eq, isNotNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { personChannel, user } from "@/db/schema";
import type { Hearer } from "@/server/domain/monitoring/notification";
import { DEFAULT_NOTIFICATION_SETTINGS, type NotificationSettings } from "@/server/domain/monitoring/wants";
import type { Hex } from "@/server/domain/units";

export type ListedHearer = Hearer & {
  readonly email: string;
  readonly approverKey: Hex | null;
  readonly settings: NotificationSettings;
};

const { id, name, role, email, approverKey } = user;
const { way, telegramChat, wants } = personChannel;

/** Who may be told anything: people who have accepted their invitation and are not disabled. */
export async function listHearers(db: Database | Transaction, userId?: string): Promise<readonly ListedHearer[]> {
  const rows = await db
    .select({ hearer: { id, name, role, email, approverKey }, chosen: { way, telegramChat, wants } })
    .from(user)
    .leftJoin(personChannel, eq(personChannel.userId, user.id))
    .where(
      and(eq(user.disabled, false), isNotNull(user.enrolledAt), userId === undefined ? undefined : eq(user.id, userId)),
    )
    .orderBy(asc(user.id));
  return rows.map(({ hearer, chosen }) => ({ ...hearer, settings: chosen ?? DEFAULT_NOTIFICATION_SETTINGS }));
}
