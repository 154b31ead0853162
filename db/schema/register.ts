import { sql } from "drizzle-orm";
import { index, integer, pgTable } from "drizzle-orm/pg-core";
import { at, byteText, chainNumber, hex, quantity } from "./columns";

/** What the entries below were made from; one row. Null until they are made for the first time. */
export const register = pgTable("register", {
  id: integer("id").primaryKey(),
  height: chainNumber("height"),
  hash: hex("hash"),
  timeMs: chainNumber("time_ms"),
  /** Of the scan at that height, and the rules and the day that eligibility is told by. */
  scanEpoch: integer("scan_epoch"),
  rulesVersion: integer("rules_version"),
  dayIndex: integer("day_index"),
  players: integer("players").notNull().default(0),
  holders: integer("holders").notNull().default(0),
  /** Nobody makes them anew before, by the database's clock. */
  nextAt: at("next_at").notNull(),
});

/**
 * Everyone who has played or holds prize tokens, after the register's block: made from the scan's tables for the
 * console's lists, and for nothing else. Each token is in the `held` of one row.
 */
export const registerEntry = pgTable(
  "register_entry",
  {
    /** An identity; `script:` and the hash of a script that holds tokens; or an address that belongs to nobody. */
    place: byteText("place").primaryKey(),
    /** What people know it by: a stake address, or a payment address without a stake part. Null if none was seen. */
    address: byteText("address"),
    plays: integer("plays").notNull(),
    playsInWindow: integer("plays_in_window").notNull(),
    /** Of the first play that is counted; null without one. */
    firstHeight: chainNumber("first_height"),
    firstMs: chainNumber("first_ms"),
    held: quantity("held").notNull(),
    /** Of an identity: what counts, and what does not, also what scripts hold at addresses with its stake part. */
    counted: quantity("counted").notNull(),
    notCounted: quantity("not_counted").notNull(),
  },
  (table) => [
    index("register_entry_players").on(table.firstHeight, table.place).where(sql`first_height is not null`),
    index("register_entry_holders").on(table.held, table.place).where(sql`held > 0`),
    index("register_entry_address").on(table.address),
  ],
);
