import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { SettledTransaction } from "../../server/domain/day/settled-transaction";
import type { StoredFacts } from "../../server/domain/report/facts";
import { chainNumber, hex, lovelace, writtenAt } from "./columns";
import { day } from "./day";

/** The manifest of a day's report, by its hash. Written after its parts, and never changed. */
export const report = pgTable("report", {
  hash: hex("hash").primaryKey(),
  dayIndex: integer("day_index")
    .notNull()
    .references(() => day.dayIndex),
  manifest: text("manifest").notNull(),
  /** Of its parts, in the order in which they are read. */
  partHashes: text("part_hashes").array().$type<readonly string[]>().notNull(),
  /** What plans, pages and later days ask of it, as in the manifest. */
  facts: jsonb("facts").$type<StoredFacts>().notNull(),
  writtenAt: writtenAt(),
});

/**
 * The parts of reports, by their hash. Never changed and never deleted: those of a plan that was given up before its
 * manifest was stored are few, and the same lines give the same parts again.
 */
export const reportPart = pgTable("report_part", {
  hash: hex("hash").primaryKey(),
  body: text("body").notNull(),
  writtenAt: writtenAt(),
});

/** How a day ended on chain: transactions and fees. Apart from the report, which comes before them. */
export const settlement = pgTable(
  "settlement",
  {
    dayIndex: integer("day_index")
      .primaryKey()
      .references(() => day.dayIndex),
    transactions: jsonb("transactions").$type<SettledTransaction[]>().notNull(),
    paidLovelace: lovelace("paid_lovelace").notNull(),
    feeLovelace: lovelace("fee_lovelace").notNull(),
    confirmedAtMs: chainNumber("confirmed_at_ms").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("settlement_confirmed").on(table.confirmedAtMs)],
);
