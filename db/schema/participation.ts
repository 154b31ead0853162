import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { chainNumber, hex, lovelace } from "./columns";

/** One row per transaction that pays the game: who played, or why nobody could be named. */
export const participation = pgTable(
  "participation",
  {
    txHash: hex("tx_hash").primaryKey(),
    height: chainNumber("height").notNull(),
    indexInBlock: integer("index_in_block").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
    /** Null if the entry counts for nobody; `reason` says why. */
    identity: text("identity"),
    reason: text("reason"),
    lovelace: lovelace("lovelace").notNull(),
  },
  (table) => [
    index("participation_identity").on(table.identity, table.height),
    index("participation_height").on(table.height),
  ],
);
