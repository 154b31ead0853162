import { integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { chainNumber } from "./columns";

/**
 * What the scan follows: the tokens and the ways to play of all rules, and the pool. Each has its own place in the
 * chain, so that a new one is caught up from the start by itself and touches nothing else.
 */
export const followed = pgTable(
  "followed",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").$type<"game" | "asset" | "pool">().notNull(),
    /** A unit; for a game canonical JSON of its address and of what makes a payment to it a play. */
    subject: text("subject").notNull(),
    /** Read to this height, itself included. */
    readHeight: chainNumber("read_height").notNull(),
    /** Compared once more with the source to this height, before a day that it decides. */
    checkedHeight: chainNumber("checked_height").notNull().default(-1),
  },
  (table) => [uniqueIndex("followed_once").on(table.kind, table.subject)],
);
