import { sql } from "drizzle-orm";
import { check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { NotificationWay, Wants } from "../../server/domain/monitoring/wants";
import { writtenAt } from "./columns";
import { user } from "./people";

/** What a person is told, and by which way. Without a row the defaults of server/domain/monitoring/wants.ts hold. */
export const personChannel = pgTable(
  "person_channel",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => user.id, { onDelete: "cascade" }),
    way: text("way").$type<NotificationWay>().notNull(),
    /** The id of their chat with the bot; null where they never used it. */
    telegramChat: text("telegram_chat"),
    wants: text("wants").$type<Wants>().notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [check("person_channel_reachable", sql`${table.way} <> 'telegram' or ${table.telegramChat} is not null`)],
);
