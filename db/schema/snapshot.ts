import { type AnyPgColumn, index, integer, pgTable } from "drizzle-orm/pg-core";
import { chainNumber, hex, lovelace, writtenAt } from "./columns";
import { day } from "./day";
import { rulesVersion } from "./rules-version";

/**
 * What a day is read from. Rows are never changed: a day that is read again gets another one. Its id is the hash of
 * all that its rewards follow from (server/domain/day/snapshot-id.ts).
 */
export const snapshot = pgTable(
  "snapshot",
  {
    id: hex("id").primaryKey(),
    dayIndex: integer("day_index")
      .notNull()
      .references((): AnyPgColumn => day.dayIndex),
    /** The day's last block. */
    hash: hex("hash").notNull(),
    height: chainNumber("height").notNull(),
    slot: chainNumber("slot").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
    /** Of the scan at that height (scan_revision): any later change there makes it another snapshot. */
    scanEpoch: integer("scan_epoch").notNull(),
    rulesVersion: integer("rules_version")
      .notNull()
      .references(() => rulesVersion.version),
    rulesHash: hex("rules_hash").notNull(),
    settingsHash: hex("settings_hash").notNull(),
    /** The report that the day builds on; null for the pool's first day. */
    previousReportHash: hex("previous_report_hash"),
    /** Of what earlier days left owed, by address. */
    openingHash: hex("opening_hash").notNull(),
    freePoolLovelace: lovelace("free_pool_lovelace").notNull(),
    /** The protocol parameter: it decides which amounts are carried. */
    coinsPerUtxoByte: lovelace("coins_per_utxo_byte").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("snapshot_day").on(table.dayIndex)],
);
