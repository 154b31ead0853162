import { integer, jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { Opinion } from "../../server/domain/second-opinion/opinion";
import { byteText, chainNumber, hex, writtenAt } from "./columns";
import { snapshot } from "./day";

/**
 * What a source of another kind said of what a day was read from. One that a report can be written with (`agrees`,
 * `accepted`) does not change any more: whoever writes the report, and however often, names the same.
 */
export const secondOpinion = pgTable("second_opinion", {
  snapshotId: hex("snapshot_id")
    .primaryKey()
    .references(() => snapshot.id),
  opinion: jsonb("opinion").$type<Opinion>().notNull(),
  /** Our scan's height when the sources were asked last. */
  askedHeight: chainNumber("asked_height").notNull(),
  writtenAt: writtenAt(),
});

/** To which height a witness agrees about all that was played of a game: the whole history once, and then each day. */
export const agreedHistory = pgTable(
  "agreed_history",
  {
    /** Kind and name. */
    witness: byteText("witness").notNull(),
    gameId: integer("game_id").notNull(),
    height: chainNumber("height").notNull(),
    /** The newest change of the scan (scan_revision) known then: what has changed below since is compared again. */
    scanEpoch: integer("scan_epoch").notNull(),
  },
  (table) => [primaryKey({ columns: [table.witness, table.gameId] })],
);
