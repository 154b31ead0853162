import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import type { Message } from "../../server/domain/monitoring/message";
import { writtenAt } from "./columns";
import { incident } from "./incident";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** What becomes of a message to one channel. */
export type DeliveryState = "waiting" | "sent" | "given-up";

/** One message to one channel or person. Sent at least once: a key tells receivers, and us, what is the same. */
export const delivery = pgTable(
  "delivery",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** The name of a channel of CHANNELS_FILE, or `person:` and a person's id. */
    channel: text("channel").notNull(),
    /** One message for each key and channel, whoever queues it. */
    key: text("key").notNull(),
    message: jsonb("message").$type<Message>().notNull(),
    incidentId: integer("incident_id").references(() => incident.id, { onDelete: "cascade" }),
    state: text("state").$type<DeliveryState>().notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: at("next_try_at").notNull(),
    /** Why the last try failed, in our words. */
    problem: text("problem"),
    endedAt: at("ended_at"),
    writtenAt: writtenAt(),
  },
  (table) => [
    uniqueIndex("delivery_once").on(table.channel, table.key),
    index("delivery_waiting").on(table.nextTryAt).where(sql`${table.state} = 'waiting'`),
    index("delivery_of_incident").on(table.incidentId),
  ],
);
