import { sql } from "drizzle-orm";
import { check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { NewsWay, Wants } from "../../server/domain/monitoring/wants";
import { writtenAt } from "./columns";
import { user } from "./people";

/** By what a person hears of news, and of which. Without a row: the defaults in server/domain/monitoring/wants.ts. */
export const personChannel = pgTable(
  "person_channel",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => user.id, { onDelete: "cascade" }),
    way: text("way").$type<NewsWay>().notNull(),
    /** The id of their chat with the bot; null where they never used it. */
    telegramChat: text("telegram_chat"),
    wants: text("wants").$type<Wants>().notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [check("person_channel_reachable", sql`${table.way} <> 'telegram' or ${table.telegramChat} is not null`)],
);
