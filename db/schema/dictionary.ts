import { integer, pgTable, text } from "drizzle-orm/pg-core";

// What hot rows name often and at length, by a number. Rows stay: they say nothing about any fork.

export const address = pgTable("address", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  text: text("text").notNull().unique(),
});

export const identity = pgTable("identity", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  text: text("text").notNull().unique(),
});
