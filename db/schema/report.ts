import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { SettledTransaction } from "../../server/domain/day/settled-transaction";
import type { StoredFacts } from "../../server/domain/report/facts";
import { chainNumber, hex, lovelace, writtenAt } from "./columns";
import { day } from "./day";

/** The canonical bytes of a day's report, by their hash. Never changed. */
export const report = pgTable("report", {
  hash: hex("hash").primaryKey(),
  dayIndex: integer("day_index")
    .notNull()
    .references(() => day.dayIndex),
  body: text("body").notNull(),
  merkleRoot: hex("merkle_root").notNull(),
  /** What pages and later days ask of it, as in the body, so that nobody reads a million lines for it. */
  facts: jsonb("facts").$type<StoredFacts>().notNull(),
  sizeBytes: integer("size_bytes").notNull(),
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
