import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { chainNumber, hex, writtenAt } from "./columns";

/** The hash-linked chain that the scanner has followed. Rows past a rollback point are deleted. */
export const blockHeader = pgTable(
  "block_header",
  {
    height: chainNumber("height").primaryKey(),
    hash: hex("hash").notNull().unique(),
    /** Null for the first known block, and where history before the pool was read without headers. */
    previousHash: hex("previous_hash"),
    slot: chainNumber("slot").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
  },
  (table) => [index("block_header_time").on(table.timeMs)],
);

/** How far the scanner has read, and what it knows about the source. One row. */
export const sourceState = pgTable("source_state", {
  id: text("id").primaryKey().default("scan"),
  height: chainNumber("height").notNull(),
  hash: hex("hash").notNull(),
  slot: chainNumber("slot").notNull(),
  timeMs: chainNumber("time_ms").notNull(),
  /** The source's own tip at the last check: the difference is how far behind we are. */
  tipHeight: chainNumber("tip_height").notNull(),
  tipTimeMs: chainNumber("tip_time_ms").notNull(),
  /** When the source last answered, by our clock: the age of this data. Never used for money. */
  readAt: writtenAt("read_at"),
  lastError: text("last_error"),
  /** What is followed (game, token, pool) and the rules that counted the plays. On a change, all is read again. */
  tracking: text("tracking").notNull(),
  rulesVersion: integer("rules_version").notNull(),
});
