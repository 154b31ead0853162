import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { hex, writtenAt } from "./columns";

/** The rules that decide who is owed what. Rows are never changed; a day uses the newest in force. */
export const rulesVersion = pgTable("rules_version", {
  version: integer("version").primaryKey().generatedAlwaysAsIdentity(),
  hash: hex("hash").notNull().unique(),
  document: jsonb("document").notNull(),
  fromDay: integer("from_day").notNull(),
  author: text("author").notNull(),
  writtenAt: writtenAt(),
});

/** Depths, times and thresholds (server/domain/day/operations). Rows are never changed; the newest holds. */
export const operationsVersion = pgTable("operations_version", {
  version: integer("version").primaryKey().generatedAlwaysAsIdentity(),
  document: jsonb("document").notNull(),
  author: text("author").notNull(),
  writtenAt: writtenAt(),
});
