import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Message } from "../../server/domain/monitoring/message";
import { at, writtenAt } from "./columns";
import { incident } from "./incident";

/** What becomes of a message to one channel. `summed-up`: it is not sent, since a summary that is tells the same. */
export type DeliveryState = "waiting" | "sent" | "given-up" | "summed-up";

/** One message to one channel or person. Sent at least once: an id tells receivers what is the same. */
export const delivery = pgTable(
  "delivery",
  {
    /** The order in which they were queued. */
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** What receivers are told: unlike a count, it is another one after a restored backup. */
    messageId: uuid("message_id").notNull().defaultRandom(),
    /** The name of a channel of CHANNELS_FILE, or `person:` with a person's id and way. */
    channel: text("channel").notNull(),
    /** One message for each key and channel, whoever queues it. */
    key: text("key").notNull(),
    message: jsonb("message").$type<Message>().notNull(),
    incidentId: integer("incident_id").references(() => incident.id, { onDelete: "cascade" }),
    state: text("state").$type<DeliveryState>().notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    /** Times are of the clock of whoever queues and sends. */
    queuedAt: at("queued_at").notNull(),
    /** Nobody tries before. Whoever tries moves it first, so that others meanwhile do not. */
    nextTryAt: at("next_try_at").notNull(),
    /** Why the last try failed, or what to know of one that did not, in our words. */
    problem: text("problem"),
    endedAt: at("ended_at"),
    writtenAt: writtenAt(),
  },
  (table) => [
    uniqueIndex("delivery_once").on(table.channel, table.key),
    index("delivery_waiting").on(table.channel, table.id).where(sql`${table.state} = 'waiting'`),
    index("delivery_of_incident").on(table.incidentId),
    index("delivery_recent").on(table.queuedAt),
    index("delivery_ended").on(table.state, table.endedAt),
  ],
);
