import { pgTable, text } from "drizzle-orm/pg-core";
import { hex, writtenAt } from "./columns";
import { snapshot } from "./day";

/**
 * What the second calculation's replay adds up to at the block of a FINAL day, so that later days go on from there. The
 * row is written last, once all its parts are there; it holds as long as the snapshot does. The newest two are kept.
 */
export const replayCheckpoint = pgTable("replay_checkpoint", {
  /** Of all that is in the row; the parts are in it by their hashes. */
  hash: hex("hash").primaryKey(),
  snapshotId: hex("snapshot_id")
    .notNull()
    .references(() => snapshot.id),
  /** Of the rules that make the state what it is (server/domain/second-calculation/checkpoint.ts). */
  replayKey: hex("replay_key").notNull(),
  /** Hashes of its parts, in their order. */
  parts: text("parts").array().notNull(),
  writtenAt: writtenAt(),
});

/** Parts of bounded size, by the hash of their text. Those of no checkpoint are not used, and go with the next. */
export const replayPart = pgTable("replay_part", {
  hash: hex("hash").primaryKey(),
  body: text("body").notNull(),
});
