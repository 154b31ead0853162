import { index, integer, pgTable } from "drizzle-orm/pg-core";
import { chainNumber, writtenAt } from "./columns";

/**
 * Each time that what was read of the chain changed afterwards, by a rollback, by reading again, or because a player
 * became known late. Counted by the epoch; only those who read at that height or above are concerned.
 */
export const scanRevision = pgTable(
  "scan_revision",
  {
    epoch: integer("epoch").primaryKey().generatedAlwaysAsIdentity(),
    fromHeight: chainNumber("from_height").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("scan_revision_height").on(table.fromHeight, table.epoch)],
);
