import { index, pgTable, text } from "drizzle-orm/pg-core";
import { chainNumber, hex } from "./columns";

/** The hash-linked chain that the scanner has followed. Rows past a rollback point are deleted. */
export const blockHeader = pgTable(
  "block_header",
  {
    height: chainNumber("height").primaryKey(),
    hash: hex("hash").notNull().unique(),
    /** Null for the first block that we know, and where history before the pool was read without headers. */
    previousHash: hex("previous_hash"),
    slot: chainNumber("slot").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
  },
  (table) => [index("block_header_time").on(table.timeMs)],
);

/** How far the scanner has read, and what it knows of the source. One row. */
export const sourceState = pgTable("source_state", {
  id: text("id").primaryKey().default("scan"),
  networkMagic: chainNumber("network_magic").notNull(),
  genesis: text("genesis").notNull(),
  height: chainNumber("height").notNull(),
  hash: hex("hash").notNull(),
  slot: chainNumber("slot").notNull(),
  timeMs: chainNumber("time_ms").notNull(),
  /** The source's own tip at the last look: the difference is how far behind we are. */
  tipHeight: chainNumber("tip_height").notNull(),
  tipTimeMs: chainNumber("tip_time_ms").notNull(),
  lastReadAtMs: chainNumber("last_read_at_ms").notNull(),
  lastError: text("last_error"),
});
