import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { hex, writtenAt } from "./columns";

/** The rules that decide who is owed what. Rows are never changed; a day uses the newest in force. */
export const rulesVersion = pgTable("rules_version", {
  /** The document's own. */
  version: integer("version").primaryKey(),
  hash: hex("hash").notNull().unique(),
  document: jsonb("document").notNull(),
  fromDay: integer("from_day").notNull(),
  author: text("author").notNull(),
  writtenAt: writtenAt(),
});

/** Depths, times and thresholds (server/domain/day/operations). Rows are never changed; the newest holds. */
export const operationsVersion = pgTable("operations_version", {
  /** Counted by whoever adds one: of two at once the second fails. */
  version: integer("version").primaryKey(),
  document: jsonb("document").notNull(),
  author: text("author").notNull(),
  writtenAt: writtenAt(),
});
