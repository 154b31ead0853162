import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Contradiction } from "../../server/domain/scan/contradiction";
import { at, chainNumber, hex, writtenAt } from "./columns";

/** The hash-linked chain that the scanner has followed. Rows past a rollback point are deleted. */
export const blockHeader = pgTable(
  "block_header",
  {
    height: chainNumber("height").primaryKey(),
    hash: hex("hash").notNull().unique(),
    /** Null for the chain's first block. */
    previousHash: hex("previous_hash"),
    slot: chainNumber("slot").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
  },
  (table) => [index("block_header_time").on(table.timeMs)],
);

/** What the source says otherwise of old heights, twice: told, and never changed by itself. */
export type Difference = { readonly contradiction: Contradiction; readonly from: number; readonly to: number };

/** How far the chain's blocks have been followed, and what the source said last. One row. */
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
  /** Why the last step wrote less than it wanted; how often in a row; and when it is tried again, by our clock. */
  contradiction: jsonb("contradiction").$type<Contradiction>(),
  tries: integer("tries").notNull().default(0),
  nextReadAt: at("next_read_at"),
  /** Older history is listed again, slowly: up to this height, the last time then; and what was found to differ. */
  auditedHeight: chainNumber("audited_height").notNull().default(0),
  auditedAt: at("audited_at"),
  difference: jsonb("difference").$type<Difference>(),
});
