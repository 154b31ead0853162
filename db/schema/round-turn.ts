import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** One row: whose turn it is to run a round of jobs, and from when on it is anybody's. By the database's clock. */
export const roundTurn = pgTable("round_turn", {
  id: integer("id").primaryKey(),
  holder: text("holder").notNull(),
  freeAt: at("free_at").notNull(),
});
