import { integer, pgTable } from "drizzle-orm/pg-core";
import { byteText } from "./columns";

// What hot rows name often and at length, by a number. Rows stay: they say nothing about any fork.

export const address = pgTable("address", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  text: byteText("text").notNull().unique(),
});

export const identity = pgTable("identity", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  text: byteText("text").notNull().unique(),
});
